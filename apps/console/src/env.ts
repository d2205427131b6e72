import { databaseUrl, port, publicUrl, readEnv, secretKey } from '@countersign/runtime/env';
import { z } from 'zod';

export interface ConsoleEnv {
  readonly host: string;
  readonly port: number;
  /** Origins people and clients reach the three apps under. */
  readonly authUrl: string;
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly databaseUrl: string;
  readonly secretKey: string;
  readonly logLevel: string;
  /** Addresses or CIDR blocks whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[];
}

/** Reads the console's settings. Throws an EnvError that names the first bad variable. */
export function readConsoleEnv(source?: NodeJS.ProcessEnv): ConsoleEnv {
  const env = readEnv(
    {
      HOST: z.string().default('127.0.0.1'),
      AUTH_PORT: port(4000),
      MCP_PORT: port(4001),
      CONSOLE_PORT: port(4002),
      AUTH_URL: publicUrl.optional(),
      MCP_URL: publicUrl.optional(),
      CONSOLE_URL: publicUrl.optional(),
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      LOG_LEVEL: z
        .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
          error: 'must be one of trace, debug, info, warn, error, fatal, silent',
        })
        .default('info'),
      TRUST_PROXY: z.string().optional(),
    },
    source,
  );
  return Object.freeze({
    host: env.HOST,
    port: env.CONSOLE_PORT,
    authUrl: env.AUTH_URL ?? `http://localhost:${env.AUTH_PORT}`,
    mcpUrl: env.MCP_URL ?? `http://localhost:${env.MCP_PORT}`,
    consoleUrl: env.CONSOLE_URL ?? `http://localhost:${env.CONSOLE_PORT}`,
    databaseUrl: env.DATABASE_URL,
    secretKey: env.SECRET_KEY,
    logLevel: env.LOG_LEVEL,
    trustProxy: env.TRUST_PROXY?.split(',').map((block) => block.trim()) ?? [],
  });
}
