import { createPool, poolSettings } from '@countersign/db/connections/pool';
import { refuseUnfitServingRole } from '@countersign/db/tenancy/serving-check';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { runApp } from '@countersign/runtime/run-app';
import { acceptPreviousSecretKey } from '@countersign/runtime/secret-key';
import { startTracing } from '@countersign/runtime/tracing';
import { buildApp } from './app.ts';
import { readConsoleEnv } from './env.ts';

await runApp('CONSOLE_PORT', async () => {
  const env = readConsoleEnv();
  const log = createLog('console', env.LOG_LEVEL);
  acceptPreviousSecretKey(env.SECRET_KEY, env.SECRET_KEY_PREVIOUS);
  const stopTracing = await startTracing('console', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  const pool = createPool(env.DATABASE_URL, { ...poolSettings(env), applicationName: 'countersign console' });
  await refuseUnfitServingRole(pool, 'control');
  const toolsPool = createPool(env.TOOLS_DATABASE_URL, {
    ...poolSettings(env),
    applicationName: 'countersign console records',
    max: 4,
  });
  await refuseUnfitServingRole(toolsPool, 'tools', 'TOOLS_DATABASE_URL');
  const app = await buildApp({ env, pool, toolsPool, log, clock: systemClock });
  const closeAfter = async () => {
    await Promise.all([pool.end(), toolsPool.end()]);
    await stopTracing();
  };
  return { app, log, env, port: env.CONSOLE_PORT, closeAfter };
});
