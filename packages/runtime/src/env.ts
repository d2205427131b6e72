import { isIP } from 'node:net';
import { z } from 'zod';
import { refuseContradictions } from './contradictions.ts';
import { EnvError } from './env-error.ts';

export { EnvError };

/**
 * Reads a process's settings once, at boot. Throws an EnvError that names the first bad variable and says what to set.
 * An empty string counts as unset, as shells and compose files write it.
 */
export function readEnv<S extends z.ZodRawShape>(shape: S, source: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) {
    refuseContradictions(parsed.data);
    return Object.freeze(parsed.data);
  }
  const issue = parsed.error.issues[0];
  throw new EnvError(`${issue?.path.join('.')}: ${issue?.message}`);
}

export const port = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a port number between 1 and 65535' })
    .int('must be a port number between 1 and 65535')
    .min(1, 'must be a port number between 1 and 65535')
    .max(65535, 'must be a port number between 1 and 65535')
    .default(fallback);

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A public base address: https, or http on this machine; origin only, so that discovery documents need no path rules. */
export const publicUrl = z
  .string({ error: 'is not set. Give the address people reach this app under, such as https://mcp.example.com' })
  .transform((value, ctx) => {
    const url = URL.parse(value);
    const problem = !url
      ? 'is not a URL. Give an address such as https://mcp.example.com'
      : url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))
        ? 'must be https, unless the host is localhost'
        : url.username || url.password || url.search || url.hash || url.pathname !== '/'
          ? 'must be an origin only, such as https://mcp.example.com, without a path, query or user'
          : undefined;
    if (!url || problem) {
      ctx.addIssue({ code: 'custom', message: problem ?? 'is not a URL' });
      return z.NEVER;
    }
    return url.origin;
  });

export const databaseUrl = z
  .string({ error: 'is not set. Give a PostgreSQL address such as postgres://user:password@host:5432/countersign' })
  .refine((value) => /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? ''), {
    error: 'is not a PostgreSQL address. Give one such as postgres://user:password@host:5432/countersign',
  });

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** Of 32 random bytes hardly ever two in five are the same; a repeated pattern or a text has far fewer different ones. */
const DIFFERENT_BYTES_MIN = 20;

/** At least 256 bits in base64, so that a typed password cannot pass for a key. */
const key = (cure: string) =>
  z.string({ error: `is not set. Make one with: ${cure}` }).refine(
    (value) => {
      const bytes = Buffer.from(value, 'base64');
      return BASE64.test(value) && bytes.length >= 32 && new Set(bytes).size >= DIFFERENT_BYTES_MIN;
    },
    { error: `is too weak: it must be at least 32 random bytes in base64. Make one with: ${cure}` },
  );

export const secretKey = key('openssl rand -base64 32');

const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
  error: 'must be one of trace, debug, info, warn, error, fatal, silent',
});

/** Proxies whose X-Forwarded-For is believed. */
const addressRanges = z
  .string()
  .default('')
  .transform((value) => value.split(',').flatMap((range) => range.trim() || []))
  .refine((ranges) => ranges.every(isRange), {
    error: 'must be addresses or CIDR ranges separated by commas, such as 10.0.0.0/8',
  });

function isRange(range: string): boolean {
  const [address = '', bits = '0', ...more] = range.split('/');
  const version = isIP(address);
  return version !== 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

const collector = z.string().refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), {
  error: 'must be the address of an OpenTelemetry collector, such as http://localhost:4318',
});

const drainSeconds = z.coerce
  .number({ error: 'must be a number of seconds between 0 and 300' })
  .min(0, 'must be a number of seconds between 0 and 300')
  .max(300, 'must be a number of seconds between 0 and 300')
  .default(0);

/** How a process is watched and stopped, and whom it believes. */
export const operationShape = {
  LOG_LEVEL: logLevel.default('info'),
  TRUST_PROXY: addressRanges,
  METRICS_TOKEN: secretKey.optional(),
  DRAIN_SECONDS: drainSeconds,
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.optional(),
  NODE_ENV: z.string().optional(),
};

/** What every process that serves is told. */
const processShape = {
  ...operationShape,
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl,
  AUTH_PORT: port(4000),
  MCP_PORT: port(4001),
  CONSOLE_PORT: port(4002),
  AUTH_URL: publicUrl.optional(),
  MCP_URL: publicUrl.optional(),
  CONSOLE_URL: publicUrl.optional(),
};

/** Reads an app's settings: what all of them are told, and its own. The public addresses default to the ports on this machine. */
export function readAppEnv<S extends z.ZodRawShape>(own: S, source?: NodeJS.ProcessEnv) {
  const common = readEnv(processShape, source);
  return Object.freeze({
    ...readEnv(own, source),
    ...common,
    AUTH_URL: common.AUTH_URL ?? `http://localhost:${common.AUTH_PORT}`,
    MCP_URL: common.MCP_URL ?? `http://localhost:${common.MCP_PORT}`,
    CONSOLE_URL: common.CONSOLE_URL ?? `http://localhost:${common.CONSOLE_PORT}`,
  });
}

export type ProcessEnv = z.output<z.ZodObject<typeof processShape>>;
