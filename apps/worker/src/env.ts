import { resolve } from 'node:path';
import {
  databaseUrl,
  mailFrom,
  port,
  readEnv,
  refuseMailWithoutSender,
  secretKey,
  smtpUrl,
} from '@countersign/runtime/env';
import { z } from 'zod';

/** This process's settings. Throws an EnvError naming the first bad one. */
export function readSettings(source?: NodeJS.ProcessEnv) {
  const env = readEnv(
    {
      WORKER_PORT: port(4003),
      HOST: z.string().default('127.0.0.1'),
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      SMTP_URL: smtpUrl.optional(),
      MAIL_FROM: mailFrom.optional(),
      /** Without SMTP_URL, mail is left in the folder `mail` in here. */
      DATA_DIR: z
        .string()
        .default('.data')
        .transform((folder) => resolve(folder)),
      LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    },
    source,
  );
  refuseMailWithoutSender(env);
  return env;
}

export type Settings = ReturnType<typeof readSettings>;
