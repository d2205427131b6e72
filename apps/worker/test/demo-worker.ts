// A worker as a process of its own, with the product's jobs and the demo one, for tests that kill it. They say when a job is due.
import { createPool } from '@countersign/db/connections/pool';
import { files, jobs } from '@countersign/domain/catalogue';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { buildApp } from '../src/app.ts';
import { readSettings } from '../src/env.ts';
import { expireWhenAsked, leaveProject } from './demo-jobs.ts';

const env = readSettings();
const pool = createPool(env.DATABASE_URL, { applicationName: 'countersign demo worker' });
await buildApp({
  env,
  pool,
  log: createLog('worker', env.LOG_LEVEL),
  clock: systemClock,
  jobs: new Map([...jobs.values(), leaveProject].map((job) => [job.name, { ...job, schedule: undefined }])),
  files,
  upkeep: new Map([[expireWhenAsked.name, expireWhenAsked]]),
});
