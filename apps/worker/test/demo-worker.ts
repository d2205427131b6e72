// A worker as a process of its own, with the demo jobs, for a test that kills it.
import { createPool } from '@countersign/db/pool';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { buildApp } from '../src/app.ts';
import { readSettings } from '../src/env.ts';
import { leaveProject } from './demo-jobs.ts';

const env = readSettings();
const pool = createPool(env.DATABASE_URL, { applicationName: 'countersign demo worker' });
await buildApp({
  env,
  pool,
  log: createLog('worker', env.LOG_LEVEL),
  clock: systemClock,
  jobs: new Map([[leaveProject.name, leaveProject]]),
  upkeep: new Map(),
});
