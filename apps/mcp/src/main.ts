import { createPool, poolSettings } from '@countersign/db/connections/pool';
import { refuseUnfitServingRole } from '@countersign/db/tenancy/serving-check';
import { catalogue, files } from '@countersign/domain/catalogue';
import { systemClock } from '@countersign/runtime/clock';
import { createLog } from '@countersign/runtime/log';
import { runApp } from '@countersign/runtime/run-app';
import { startTracing } from '@countersign/runtime/tracing';
import { buildApp } from './app.ts';
import { readSettings } from './env.ts';

await runApp('MCP_PORT', async () => {
  const env = readSettings();
  const log = createLog('mcp', env.LOG_LEVEL);
  const stopTracing = await startTracing('mcp', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  const pool = createPool(env.DATABASE_URL, { ...poolSettings(env), applicationName: 'countersign mcp' });
  await refuseUnfitServingRole(pool, 'tools');
  const app = await buildApp({ env, pool, log, clock: systemClock, catalogue, files });
  const closeAfter = async () => {
    await pool.end();
    await stopTracing();
  };
  return { app, log, env, port: env.MCP_PORT, closeAfter };
});
