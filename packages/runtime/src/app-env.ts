import { isIP } from 'node:net';
import { z } from 'zod';
import { databaseUrl, port, publicUrl, readEnv, secretKey } from './env.ts';

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

const connections = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a number of connections from 2 to 200' })
    .int('must be a number of connections from 2 to 200')
    .min(2, 'must be a number of connections from 2 to 200')
    .max(200, 'must be a number of connections from 2 to 200')
    .default(fallback);

/** What every process that serves is told. */
const processShape = {
  ...operationShape,
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl,
  /** How many connections to the database a process opens at most. */
  DATABASE_POOL_SIZE: connections(10),
  /** Whether statements are kept prepared; unset, where no connection pooler stands before the database. */
  DATABASE_PREPARED_STATEMENTS: z.enum(['auto', 'on', 'off'], { error: 'must be auto, on or off' }).default('auto'),
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
