import { defineJob } from '@countersign/contracts/define-job';
import { transaction } from '@countersign/db/connections/transaction';
import { inTransactionOf, jobQueueOptions, OCCURRENCE_QUEUE, UPKEEP_QUEUE } from '@countersign/db/jobs/job-queue';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { expireRecords } from '../src/upkeep/expire-records.ts';
import type { Upkeep } from '../src/upkeep/upkeep.ts';
import { leaveProject, leaveProjectDaily } from './demo-jobs.ts';
import { METRICS_TOKEN, startWorker, until } from './worker-under-test.ts';

/** Due only when a test says so, as far as a test's life goes. */
const failYearly = defineJob({
  name: 'fail_yearly',
  summary: 'Fail.',
  schedule: '0 0 29 2 *',
  input: z.strictObject({}),
}).handle(async () => Promise.reject(new Error('never')));

/** Once a day, half a day from now. */
const daily = `0 ${(new Date().getUTCHours() + 12) % 24} * * *`;
const expireDaily: Upkeep = { ...expireRecords, schedule: daily };

const database = useTestDatabase('demo');
let worker: FastifyInstance;
beforeAll(async () => {
  worker = await startWorker(database, [leaveProject, leaveProjectDaily, failYearly], { JOB_RETRIES: 0 }, [
    expireDaily,
  ]);
});
afterAll(() => worker.close());

const jobs = async () => (await worker.inject('/readyz')).json().jobs;

async function metrics(): Promise<string[]> {
  const answer = await worker.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  return answer.body.split('\n');
}

/** Counted by the whole process, in which other files' workers ran before. */
async function runs(job: string, outcome: string): Promise<number> {
  const of = `countersign_job_runs_total{job="${job}",outcome="${outcome}"} `;
  return Number((await metrics()).find((line) => line.startsWith(of))?.slice(of.length) ?? 0);
}

const due = (queue: string, job: string) =>
  transaction(database.jobs, async (queries) => {
    const boss = new PgBoss({ ...jobQueueOptions(), db: inTransactionOf(queries) });
    await boss.send(queue, { job });
  });

it('tells of every job and upkeep: when it is due, when it last ran, what waits, what was given up', async () => {
  expect(await jobs()).toMatchObject({
    stale: [],
    byName: {
      leave_project: { schedule: null, lastRanAt: null, waiting: 0, stale: false },
      leave_project_daily: { schedule: '0 3 * * *', lastRanAt: null },
      expire_records: { schedule: daily, stale: false },
    },
  });
  const before = new Date().toISOString();
  const doneBefore = await runs('leave_project_daily', 'done');
  await due(OCCURRENCE_QUEUE, leaveProjectDaily.name);
  await due(OCCURRENCE_QUEUE, failYearly.name);
  await due(UPKEEP_QUEUE, expireRecords.name);
  await until(async () => {
    const { leave_project_daily, fail_yearly, expire_records } = (await jobs()).byName;
    return leave_project_daily.lastRanAt > before && fail_yearly.failed === 3 && expire_records.lastRanAt > before;
  });
  expect((await jobs()).failed).toEqual({ fail_yearly: 3 });
  // What is looked up for one scrape serves those of the same second.
  await until(async () => (await metrics()).includes('countersign_jobs{job="fail_yearly",state="failed"} 3'));
  const lines = await metrics();
  expect((await runs('leave_project_daily', 'done')) - doneBefore).toBe(3);
  expect(await runs('fail_yearly', 'failed')).toBe(3);
  expect(lines).toContain('countersign_job_stale{job="expire_records"} 0');
  expect(lines).toContain('countersign_mail{state="failed"} 0');
  expect(
    lines.find((line) => line.startsWith('countersign_job_last_run_timestamp_seconds{job="expire_records"}')),
  ).toMatch(/ 1\d{9}/);
});

it('shows a schedule whose last two times passed without it, though nothing failed', async () => {
  await database.owner.query(
    "update job_queue.schedule set created_on = now() - interval '5 days' where key = 'expire_records'",
  );
  await database.owner.query(
    "update job_queue.job set completed_on = now() - interval '3 days' where name = 'upkeep' and state = 'completed'",
  );
  expect(await jobs()).toMatchObject({ stale: ['expire_records'], byName: { expire_records: { stale: true } } });
  expect((await worker.inject('/readyz')).statusCode).toBe(200);
  await until(async () => (await metrics()).includes('countersign_job_stale{job="expire_records"} 1'));
});

it('an organization whose scheduled job is not over yet gets no second one behind it', async () => {
  await database.owner.query(`
    insert into job_queue.job (name, data, state, policy, singleton_key, start_after)
    select 'organization-job', jsonb_build_object('job', 'leave_project_daily', 'organizationId', id, 'input', '{}'::jsonb), 'retry', 'short',
      'leave_project_daily/' || id || '/scheduled', now() + interval '1 hour'
    from organization where slug = 'acme'`);
  const daily = "select count(*) from project where name = 'Daily'";
  const count = async () => (await database.owner.query<{ count: number }>(daily)).rows[0]?.count ?? 0;
  const before = await count();
  await due(OCCURRENCE_QUEUE, leaveProjectDaily.name);
  await until(async () => (await count()) === before + 2);
  const { rows } = await database.owner.query(
    "select from job_queue.job where data ->> 'job' = 'leave_project_daily' and name = 'organization-job' and state < 'completed'",
  );
  expect(rows).toHaveLength(1);
});
