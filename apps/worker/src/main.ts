import { createPool } from '@countersign/db/connections/pool';
import { refuseUnfitServingRole } from '@countersign/db/tenancy/serving-check';
import { files, jobs } from '@countersign/domain/catalogue';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { runApp } from '@countersign/runtime/run-app';
import { acceptPreviousSecretKey } from '@countersign/runtime/secret-key';
import { startTracing } from '@countersign/runtime/tracing';
import { buildApp } from './app.ts';
import { readSettings } from './env.ts';
import { upkeep } from './upkeep/all-upkeep.ts';

await runApp('WORKER_PORT', async () => {
  const env = readSettings();
  const log = createLog('worker', env.LOG_LEVEL);
  acceptPreviousSecretKey(env.SECRET_KEY, env.SECRET_KEY_PREVIOUS);
  const stopTracing = await startTracing('worker', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  const pool = createPool(env.DATABASE_URL, { applicationName: 'countersign worker' });
  await refuseUnfitServingRole(pool, 'jobs');
  const app = await buildApp({ env, pool, log, clock: systemClock, jobs, files, upkeep });
  const closeAfter = async () => {
    await pool.end();
    await stopTracing();
  };
  return { app, log, env, port: env.WORKER_PORT, closeAfter };
});
