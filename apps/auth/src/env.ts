import { readAppEnv } from '@countersign/runtime/app-env';
import { redisUrl, secretKey } from '@countersign/runtime/env';
import { readExternalProviders } from './external/external-provider-settings.ts';

/** The authorization server's settings. Throws an EnvError that names the first bad variable. */
export function readAuthEnv(source?: NodeJS.ProcessEnv) {
  const own = { SECRET_KEY: secretKey, SECRET_KEY_PREVIOUS: secretKey.optional(), REDIS_URL: redisUrl };
  return Object.freeze({ ...readAppEnv(own, source), externalProviders: readExternalProviders(source) });
}

export type AuthEnv = ReturnType<typeof readAuthEnv>;
