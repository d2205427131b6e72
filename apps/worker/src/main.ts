import { createPool, poolSettings } from '@countersign/db/connections/pool';
import { WORKING_PATIENCE } from '@countersign/db/connections/session-rules';
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
  const pool = createPool(env.DATABASE_URL, {
    ...poolSettings(env),
    applicationName: 'countersign worker',
    patience: WORKING_PATIENCE,
  });
  const { behindPooler } = await refuseUnfitServingRole(pool, 'jobs');
  const app = await buildApp({ env, pool, behindPooler, log, clock: systemClock, jobs, files, upkeep });
  const closeAfter = async () => {
    await pool.end();
    await stopTracing();
  };
  return { app, log, env, port: env.WORKER_PORT, closeAfter };
});
