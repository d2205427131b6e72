import { createPool } from '@countersign/db/pool';
import { jobs } from '@countersign/domain/catalogue';
import { systemClock } from '@countersign/runtime/clock';
import { closeOnSignal } from '@countersign/runtime/close';
import { EnvError } from '@countersign/runtime/env';
import { createLog } from '@countersign/runtime/log';
import { buildApp } from './app.ts';
import { readSettings } from './env.ts';

try {
  const env = readSettings();
  const log = createLog('worker', env.LOG_LEVEL);
  const pool = createPool(env.DATABASE_URL, { applicationName: 'countersign worker' });
  const app = await buildApp({ env, pool, log, clock: systemClock, jobs });
  closeOnSignal(log, async () => {
    await app.close();
    await pool.end();
  });
  await app.listen({ port: env.WORKER_PORT, host: env.HOST });
} catch (error) {
  const busy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (!(error instanceof EnvError) && !busy) throw error;
  process.stderr.write(busy ? 'WORKER_PORT: is in use. Give another port.\n' : `${(error as EnvError).message}\n`);
  process.exit(1);
}
