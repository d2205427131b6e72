import { databaseUrl, port, readEnv, secretKey } from '@countersign/runtime/env';
import { z } from 'zod';

/** This process's settings. Throws an EnvError naming the first bad one. */
export function readSettings(source?: NodeJS.ProcessEnv) {
  return readEnv(
    {
      WORKER_PORT: port(4003),
      HOST: z.string().default('127.0.0.1'),
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    },
    source,
  );
}
