import { join, resolve } from 'node:path';
import { readAppEnv } from '@countersign/runtime/app-env';
import { databaseUrl, isLoopback, secretKey, smtpUrl } from '@countersign/runtime/env';
import { z } from 'zod';

/** What the console's routes use. */
export interface ConsoleEnv {
  /** Origins people and clients reach the three apps under. */
  readonly authUrl: string;
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly secretKey: string;
  /** Addresses or CIDR blocks whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[];
  readonly metricsToken: string | undefined;
  /** Where the worker leaves mail, when that is for people to read here: without a mail server, and on this machine alone. */
  readonly mailFolder: string | null;
}

/** Reads the console's settings. Throws an EnvError that names the first bad variable. */
export function readConsoleEnv(source?: NodeJS.ProcessEnv) {
  const env = readAppEnv(
    {
      SECRET_KEY: secretKey,
      SECRET_KEY_PREVIOUS: secretKey.optional(),
      /** The tools role's login, for showing records; DATABASE_URL is the control role's. */
      TOOLS_DATABASE_URL: databaseUrl,
      SMTP_URL: smtpUrl.optional(),
      DATA_DIR: z.string().default('.data'),
    },
    source,
  );
  // Only this machine is reached by http, unless it listens to others as well.
  const isHere =
    isLoopback(env.HOST) && [env.AUTH_URL, env.MCP_URL, env.CONSOLE_URL].every((url) => url.startsWith('http:'));
  const used: ConsoleEnv = {
    authUrl: env.AUTH_URL,
    mcpUrl: env.MCP_URL,
    consoleUrl: env.CONSOLE_URL,
    secretKey: env.SECRET_KEY,
    trustProxy: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
    mailFolder: isHere && env.SMTP_URL === undefined ? join(resolve(env.DATA_DIR), 'mail') : null,
  };
  return Object.freeze({ ...env, ...used });
}
