import { createPool } from '@countersign/db/pool';
import { systemClock } from '@countersign/runtime/clock';
import { closeOnSignal } from '@countersign/runtime/close';
import { EnvError } from '@countersign/runtime/env';
import { createLog } from '@countersign/runtime/log';
import { buildApp } from './app.ts';
import { readAuthEnv } from './env.ts';

async function main(): Promise<void> {
  const env = readAuthEnv();
  const log = createLog('auth', env.LOG_LEVEL);
  const pool = createPool(env.DATABASE_URL, { applicationName: 'countersign auth' });
  const app = await buildApp({ env, pool, log, clock: systemClock });
  closeOnSignal(log, async () => {
    await app.close();
    await pool.end();
  });
  await app.listen({ port: env.AUTH_PORT, host: env.HOST });
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof EnvError ? `${error.message}\n` : `${String(error)}\n`);
  process.exit(1);
});
