import { setTimeout as sleep } from 'node:timers/promises';
import { defineJob } from '@countersign/contracts/define-job';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { enqueueJob, jobKey } from '@countersign/db/jobs/enqueue-job';
import { inTransactionOf, jobQueueOptions, OCCURRENCE_QUEUE } from '@countersign/db/jobs/job-queue';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { leaveProject, leaveProjectDaily } from './demo-jobs.ts';
import { startWorker, until } from './worker-under-test.ts';

const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
const globex = { organizationId: fixedId('organization', 'globex'), teamId: null };

/** Fails the first time, after it has written. */
let failures = 0;
const failOnce = defineJob({
  name: 'fail_once',
  summary: 'Fail, then work.',
  input: z.strictObject({ name: z.string() }),
}).handle(async (ctx, { name }, tx) => {
  await leaveProject.handle(ctx, { name, afterMs: 0 }, tx);
  if (failures++ === 0) throw Object.assign(new Error('holds stored text'), { code: 'no_luck' });
});

let database: TestDatabase;
let worker: FastifyInstance;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  worker = await startWorker(database, [leaveProject, leaveProjectDaily, failOnce]);
});
afterAll(async () => {
  await worker.close();
  await database.drop();
});

async function projectsNamed(name: string): Promise<string[]> {
  const rows = await withQueries(database.owner, (db) =>
    db.selectFrom('project').select('organizationId').where('name', '=', name).execute(),
  );
  return rows.map((row) => row.organizationId);
}

it('does a job soon after the transaction that caused it, once, in its organization', async () => {
  const startedAt = Date.now();
  await inOrg(database.tools, acme, (tx) => enqueueJob(tx, leaveProject, { name: 'Soon', afterMs: 0 }));
  await until(async () => (await projectsNamed('Soon')).length > 0);
  expect(Date.now() - startedAt).toBeLessThan(2000);
  expect(await projectsNamed('Soon')).toEqual([acme.organizationId]);
});

it('does nothing for a cause that was taken back', async () => {
  const takenBack = inOrg(database.tools, acme, async (tx) => {
    await enqueueJob(tx, leaveProject, { name: 'Taken back', afterMs: 0 });
    throw new Error('taken back');
  });
  await expect(takenBack).rejects.toThrow('taken back');
  await inOrg(database.tools, acme, (tx) => enqueueJob(tx, leaveProject, { name: 'Later', afterMs: 0 }));
  await until(async () => (await projectsNamed('Later')).length > 0);
  expect(await projectsNamed('Taken back')).toEqual([]);
});

it('keeps one of the jobs that wait with the same key, in each organization', async () => {
  for (const organization of [acme, acme, globex]) {
    await inOrg(database.tools, organization, (tx) =>
      enqueueJob(tx, leaveProject, { name: 'Keyed', afterMs: 0 }, { key: 'same', delaySeconds: 2 }),
    );
  }
  await until(async () => (await projectsNamed('Keyed')).length === 2);
  expect(new Set(await projectsNamed('Keyed'))).toEqual(new Set([acme.organizationId, globex.organizationId]));
});

it('does not keep an organization waiting behind the many jobs of another', async () => {
  await inOrg(database.tools, acme, async (tx) => {
    for (let index = 0; index < 12; index += 1)
      await enqueueJob(tx, leaveProject, { name: 'One of many', afterMs: 400 });
  });
  await until(async () => (await projectsNamed('One of many')).length > 0);
  await inOrg(database.tools, globex, (tx) => enqueueJob(tx, leaveProject, { name: 'The only one', afterMs: 0 }));
  await until(async () => (await projectsNamed('The only one')).length > 0);
  expect((await projectsNamed('One of many')).length).toBeLessThan(9);
  await until(async () => (await projectsNamed('One of many')).length === 12);
});

it('does a hundred short jobs within seconds', async () => {
  await inOrg(database.tools, acme, async (tx) => {
    for (let index = 0; index < 100; index += 1) await enqueueJob(tx, leaveProject, { name: 'Short', afterMs: 0 });
  });
  // Looking for the next one every two seconds took seventy.
  await until(async () => (await projectsNamed('Short')).length === 100, 20);
}, 30_000);

it('keeps nothing of a job that failed, tries it again, and notes of the failure only a code', async () => {
  await inOrg(database.tools, acme, (tx) => enqueueJob(tx, failOnce, { name: 'Second time' }));
  await until(async () => failures === 1);
  await until(async () => {
    const { rows } = await database.owner.query<{ output: string }>(
      "select output::text from job_queue.job where data ->> 'job' = 'fail_once' and state = 'retry'",
    );
    if (!rows[0]) return false;
    expect(rows[0].output).toContain('no_luck');
    expect(rows[0].output).not.toMatch(/stored text|\.ts:/);
    return true;
  });
  expect((await worker.inject('/readyz')).json()).toMatchObject({ status: 'ready', jobs: { retrying: 1 } });
  await until(async () => (await projectsNamed('Second time')).length > 0, 30);
  expect(await projectsNamed('Second time')).toEqual([acme.organizationId]);
});

it('spreads an occurrence of a schedule over every organization', async () => {
  await transaction(database.jobs, async (queries) => {
    const boss = new PgBoss({ ...jobQueueOptions(), db: inTransactionOf(queries) });
    await boss.send(OCCURRENCE_QUEUE, { job: leaveProjectDaily.name });
  });
  await until(async () => (await projectsNamed('Daily')).length === 3);
  expect(new Set(await projectsNamed('Daily')).size).toBe(3);
});

it('keeps the schedules that jobs declare, and no other', async () => {
  const { rows } = await database.owner.query('select key, cron, timezone from job_queue.schedule');
  expect(rows).toEqual([{ key: 'leave_project_daily', cron: '0 3 * * *', timezone: 'UTC' }]);
});

it('begins to work as soon as it can, though the database refused it at first', async () => {
  const refused = await createTestDatabase('demo');
  try {
    await refused.owner.query('revoke insert, update on job_queue.schedule from countersign_jobs');
    const begun = startWorker(refused, [leaveProjectDaily]);
    await sleep(1500);
    await refused.owner.query('grant insert, update on job_queue.schedule to countersign_jobs');
    await (await begun).close();
  } finally {
    await refused.drop();
  }
});

it('takes from the tools role only jobs of the organization it is in, and shows it no other', async () => {
  const add = (organizationId: string, keyOf: string, deadLetter: string | null, group: string | null = null) =>
    inOrg(database.tools, acme, async (tx) => {
      const data = JSON.stringify({ job: 'x', organizationId, input: {} });
      await sql`insert into job_queue.job_common (name, data, policy, singleton_key, dead_letter, group_id)
        values ('organization-job', ${data}, 'short', ${jobKey('x', keyOf, newId())}, ${deadLetter}, ${group})`.execute(
        queries(tx),
      );
    });
  const [own, other] = [acme.organizationId, globex.organizationId];
  await expect(add(other, other, null)).rejects.toThrow(/row-level security/);
  // With another's key it would stand in the way of their job; from another queue it would go to everybody.
  await expect(add(own, other, null)).rejects.toThrow(/row-level security/);
  await expect(add(own, own, 'occurrence')).rejects.toThrow(/row-level security/);
  // Counted as another's it would take their turn.
  await expect(add(own, own, null, other)).rejects.toThrow(/row-level security/);
  const statements = [
    'update job_queue.job_common set state = $$completed$$',
    'delete from job_queue.job_common',
    'select * from job_queue.schedule',
  ];
  for (const statement of statements) {
    await expect(withQueries(database.tools, (db) => sql.raw(statement).execute(db))).rejects.toThrow(
      /permission denied/,
    );
  }
  const seen = await withQueries(database.tools, (db) => sql`select id from job_queue.job_common`.execute(db));
  expect(seen.rows).toEqual([]);
});
