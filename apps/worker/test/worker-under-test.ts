import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@countersign/contracts/define-job';
import { files } from '@countersign/domain/catalogue';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../src/app.ts';
import type { Upkeep } from '../src/upkeep/upkeep.ts';

export const METRICS_TOKEN = 'a-token-for-the-tests-only';

/** A worker in this process that knows these jobs and this upkeep and works on this database. */
export async function startWorker(
  database: TestDatabase,
  jobs: readonly Job[] = [],
  settings: { readonly SMTP_URL?: string; readonly DATA_DIR?: string; readonly JOB_RETRIES?: number } = {},
  upkeep: readonly Upkeep[] = [],
): Promise<FastifyInstance> {
  const app = await buildApp({
    env: {
      DATABASE_URL: database.jobsUrl,
      TRUST_PROXY: [],
      METRICS_TOKEN,
      SECRET_KEY: TEST_SECRET_KEY,
      AUTH_URL: 'https://auth.example',
      SMTP_URL: settings.SMTP_URL,
      MAIL_FROM: 'Countersign <no-reply@countersign.example>',
      DATA_DIR: settings.DATA_DIR ?? tmpdir(),
      JOB_RETRIES: settings.JOB_RETRIES ?? 9,
    },
    pool: database.jobs,
    log: createLog('worker', 'silent'),
    clock: systemClock,
    jobs: new Map(jobs.map((job) => [job.name, job])),
    files,
    upkeep: new Map(upkeep.map((one) => [one.name, one])),
  });
  await until(async () => (await app.inject('/readyz')).statusCode === 200);
  return app;
}

/** Waits for what happens by itself; fails after `seconds`. */
export async function until(happened: () => Promise<boolean>, seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await happened())) {
    if (Date.now() > deadline) throw new Error(`It did not happen within ${seconds} s`);
    await sleep(50);
  }
}
