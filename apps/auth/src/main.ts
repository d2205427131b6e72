import { createPool, poolSettings } from '@countersign/db/connections/pool';
import { refuseUnfitServingRole } from '@countersign/db/tenancy/serving-check';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { runApp } from '@countersign/runtime/run-app';
import { acceptPreviousSecretKey } from '@countersign/runtime/secret-key';
import { startTracing } from '@countersign/runtime/tracing';
import { buildApp } from './app.ts';
import { readAuthEnv } from './env.ts';

await runApp('AUTH_PORT', async () => {
  const env = readAuthEnv();
  const log = createLog('auth', env.LOG_LEVEL);
  acceptPreviousSecretKey(env.SECRET_KEY, env.SECRET_KEY_PREVIOUS);
  const stopTracing = await startTracing('auth', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  const pool = createPool(env.DATABASE_URL, { ...poolSettings(env), applicationName: 'countersign auth' });
  await refuseUnfitServingRole(pool, 'control');
  const app = await buildApp({ env, pool, log, clock: systemClock });
  const closeAfter = async () => {
    await pool.end();
    await stopTracing();
  };
  return { app, log, env, port: env.AUTH_PORT, closeAfter };
});
