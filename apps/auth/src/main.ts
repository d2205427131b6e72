import { AppError } from '@countersign/contracts/errors';
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

/** One line for the person who starts the process: the variable and the cure where we know them. */
function bootProblem(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  if (error instanceof AppError && error.code === 'unavailable') {
    return 'DATABASE_URL: the database cannot be reached. Start it, or correct the address';
  }
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return 'AUTH_PORT: the port is in use. Stop what uses it, or set another one';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${bootProblem(error)}\n`);
  process.exit(1);
});
