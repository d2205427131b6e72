import { databaseUrl, port, publicUrl, readEnv, redisUrl } from '@countersign/runtime/env';
import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((value) => value.split(',').flatMap((item) => item.trim() || []));

/** The MCP Inspector's own page, which speaks to this server from a browser on the person's machine. */
const INSPECTOR_ORIGINS = 'http://localhost:6274,http://127.0.0.1:6274';

/** Calls in a minute; 0 sets no limit. */
const perMinute = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a number of calls in a minute, or 0 for no limit' })
    .int('must be a number of calls in a minute, or 0 for no limit')
    .min(0, 'must be a number of calls in a minute, or 0 for no limit')
    .default(fallback);

/** This process's settings. Throws an EnvError naming the first bad one. */
export function readSettings(source?: NodeJS.ProcessEnv) {
  return readEnv(
    {
      MCP_PORT: port(4001),
      HOST: z.string().default('127.0.0.1'),
      MCP_URL: publicUrl.default('http://localhost:4001'),
      AUTH_URL: publicUrl.default('http://localhost:4000'),
      CONSOLE_URL: publicUrl.default('http://localhost:4002'),
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
      /** Proxies whose X-Forwarded-For is believed, as CIDR. */
      TRUST_PROXY: list,
      /** Whether tool calls are written to the audit log. OAuth steps always are. */
      AUDIT_TOOL_CALLS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
      REDIS_URL: redisUrl,
      RATE_LIMIT_CREDENTIAL: perMinute(600),
      RATE_LIMIT_PERSON: perMinute(1200),
      RATE_LIMIT_ORGANIZATION: perMinute(6000),
      /** Browser origins that may call this server, beside the console and the hosted clients. */
      MCP_ALLOWED_ORIGINS: list.default(INSPECTOR_ORIGINS.split(',')),
    },
    source,
  );
}

export type Settings = ReturnType<typeof readSettings>;
