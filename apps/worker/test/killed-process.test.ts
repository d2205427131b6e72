import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { expect, it } from 'vitest';
import { leaveProject } from './demo-jobs.ts';
import { startWorker, until } from './worker-under-test.ts';

const database = useTestDatabase('demo');

const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };

async function count(statement: string): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(statement);
  return rows[0]?.count ?? 0;
}
const running = () => count("select count(*) from job_queue.job where state = 'active' and name = 'organization-job'");
const effects = () => count("select count(*) from project where name = 'In spite of it'");

it('a job whose process is killed in its middle is finished by another one, with its effect there exactly once', async () => {
  const doomed = spawn(process.execPath, [join(import.meta.dirname, 'demo-worker.ts')], {
    env: {
      ...inheritedEnv(),
      DATABASE_URL: database.jobsUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      LOG_LEVEL: 'silent',
    },
    stdio: 'inherit',
  });
  // Long enough to be killed in; the other worker takes as long.
  await inOrg(database.tools, acme, (tx) => enqueueJob(tx, leaveProject, { name: 'In spite of it', afterMs: 4000 }));
  await until(async () => (await running()) === 1);
  const ended = once(doomed, 'exit');
  doomed.kill('SIGKILL');
  await ended;
  expect(await effects()).toBe(0);

  const worker = await startWorker(database, [leaveProject]);
  try {
    await until(async () => (await effects()) > 0, 60);
    await until(async () => (await running()) === 0);
    expect(await effects()).toBe(1);
  } finally {
    await worker.close();
  }
}, 90_000);

it('a worker that is asked to stop finishes what it began', async () => {
  const worker = await startWorker(database, [leaveProject]);
  await inOrg(database.tools, acme, (tx) => enqueueJob(tx, leaveProject, { name: 'Orderly', afterMs: 1500 }));
  await until(async () => (await running()) === 1);
  await worker.close();
  expect(await count("select count(*) from project where name = 'Orderly'")).toBe(1);
  expect(await running()).toBe(0);
});
