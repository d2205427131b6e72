import { readAppEnv } from '@countersign/runtime/app-env';
import { redisUrl, secretKey } from '@countersign/runtime/env';

/** The authorization server's settings. Throws an EnvError that names the first bad variable. */
export function readAuthEnv(source?: NodeJS.ProcessEnv) {
  return readAppEnv({ SECRET_KEY: secretKey, SECRET_KEY_PREVIOUS: secretKey.optional(), REDIS_URL: redisUrl }, source);
}

export type AuthEnv = ReturnType<typeof readAuthEnv>;
