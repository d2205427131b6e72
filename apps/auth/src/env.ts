import { readAppEnv } from '@countersign/runtime/app-env';
import { redisUrl, secretKey } from '@countersign/runtime/env';
import { z } from 'zod';
import { readExternalProviders } from './external/external-provider-settings.ts';

/** The authorization server's settings. Throws an EnvError that names the first bad variable. */
export function readAuthEnv(source?: NodeJS.ProcessEnv) {
  const own = {
    SECRET_KEY: secretKey,
    SECRET_KEY_PREVIOUS: secretKey.optional(),
    REDIS_URL: redisUrl,
    /** Whether clients may name themselves by a document that is fetched. Off for a network without a way out: they register instead. */
    CLIENT_METADATA_DOCUMENTS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  };
  return Object.freeze({ ...readAppEnv(own, source), externalProviders: readExternalProviders(source) });
}

export type AuthEnv = ReturnType<typeof readAuthEnv>;
