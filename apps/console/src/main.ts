import { createPool } from '@countersign/db/pool';
import { systemClock } from '@countersign/runtime/clock';
import { closeOnSignal } from '@countersign/runtime/close';
import { EnvError } from '@countersign/runtime/env';
import { createLog } from '@countersign/runtime/log';
import { buildApp } from './app.ts';
import { type ConsoleEnv, readConsoleEnv } from './env.ts';

function envOrExit(): ConsoleEnv {
  try {
    return readConsoleEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const env = envOrExit();
const log = createLog('console', env.logLevel);
const pool = createPool(env.databaseUrl, { applicationName: 'countersign console' });
const app = await buildApp({ env, pool, log, clock: systemClock });
closeOnSignal(log, async () => {
  await app.close();
  await pool.end();
});
await app.listen({ host: env.host, port: env.port });
