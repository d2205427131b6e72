import { resolve } from 'node:path';
import { readAppEnv } from '@countersign/runtime/app-env';
import { mailFrom, port, refuseMailWithoutSender, secretKey, smtpUrl } from '@countersign/runtime/env';
import { z } from 'zod';

/** This process's settings. Throws an EnvError naming the first bad one. */
export function readSettings(source?: NodeJS.ProcessEnv) {
  const env = readAppEnv(
    {
      WORKER_PORT: port(4003),
      SECRET_KEY: secretKey,
      SECRET_KEY_PREVIOUS: secretKey.optional(),
      SMTP_URL: smtpUrl.optional(),
      MAIL_FROM: mailFrom.optional(),
      /** Without SMTP_URL, mail is left in the folder `mail` in here. */
      DATA_DIR: z
        .string()
        .default('.data')
        .transform((folder) => resolve(folder)),
    },
    source,
  );
  refuseMailWithoutSender(env);
  return env;
}

export type Settings = ReturnType<typeof readSettings>;
