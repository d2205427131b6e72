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
      /** How many more times a job is tried that failed, ever later: nine are about an hour. The same for each worker. */
      JOB_RETRIES: z.coerce
        .number({ error: 'must be a number from 0 to 20' })
        .int('must be a number from 0 to 20')
        .min(0, 'must be a number from 0 to 20')
        .max(20, 'must be a number from 0 to 20')
        .default(9),
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
