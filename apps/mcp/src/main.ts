import { createPool } from '@countersign/db/pool';
import { catalogue } from '@countersign/domain/catalogue';
import { systemClock } from '@countersign/runtime/clock';
import { closeOnSignal } from '@countersign/runtime/close';
import { EnvError } from '@countersign/runtime/env';
import { createLog } from '@countersign/runtime/log';
import { buildApp } from './app.ts';
import { readSettings } from './env.ts';

try {
  const env = readSettings();
  const log = createLog('mcp', env.LOG_LEVEL);
  const pool = createPool(env.DATABASE_URL, { applicationName: 'countersign mcp' });
  const app = await buildApp({ env, pool, log, clock: systemClock, catalogue });
  closeOnSignal(log, async () => {
    await app.close();
    await pool.end();
  });
  await app.listen({ port: env.MCP_PORT, host: env.HOST });
} catch (error) {
  const busy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (!(error instanceof EnvError) && !busy) throw error;
  process.stderr.write(busy ? 'MCP_PORT: is in use. Give another port.\n' : `${(error as EnvError).message}\n`);
  process.exit(1);
}
