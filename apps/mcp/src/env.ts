import { randomBytes } from 'node:crypto';
import { readAppEnv } from '@countersign/runtime/app-env';
import { EnvError, redisUrl, secretKey } from '@countersign/runtime/env';
import { z } from 'zod';

/** The MCP Inspector's own page, which speaks to this server from a browser on the person's machine. */
const INSPECTOR_ORIGINS = 'http://localhost:6274,http://127.0.0.1:6274';

const origins = z
  .string()
  .default(INSPECTOR_ORIGINS)
  .transform((value) => value.split(',').flatMap((item) => item.trim() || []))
  .refine((values) => values.every((value) => URL.parse(value)?.origin === value), {
    error: 'must be origins separated by commas, such as https://app.example.com',
  });
/** Calls in a minute; 0 sets no limit. */
const perMinute = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a number of calls in a minute, or 0 for no limit' })
    .int('must be a number of calls in a minute, or 0 for no limit')
    .min(0, 'must be a number of calls in a minute, or 0 for no limit')
    .default(fallback);

/** This process's settings. Throws an EnvError naming the first bad one. */
export function readSettings(source?: NodeJS.ProcessEnv) {
  const env = readAppEnv(
    {
      /** Whether tool calls are written to the audit log. OAuth steps always are. */
      AUDIT_TOOL_CALLS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
      REDIS_URL: redisUrl,
      RATE_LIMIT_CREDENTIAL: perMinute(600),
      RATE_LIMIT_PERSON: perMinute(1200),
      RATE_LIMIT_ORGANIZATION: perMinute(6000),
      /** Browser origins that may call this server, beside the console and the hosted clients. */
      MCP_ALLOWED_ORIGINS: origins,
      /** Signs the links to files. Every process behind one address needs the same. */
      FILE_LINK_KEY: secretKey.optional(),
    },
    source,
  );
  if (env.FILE_LINK_KEY === undefined && env.MCP_URL.startsWith('https:')) {
    throw new EnvError('FILE_LINK_KEY: is not set. Make one with: openssl rand -base64 32');
  }
  // On one machine, links need not outlive the process.
  return { ...env, FILE_LINK_KEY: env.FILE_LINK_KEY ?? randomBytes(32).toString('base64') };
}

export type Settings = ReturnType<typeof readSettings>;
