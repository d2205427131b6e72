import { readAppEnv } from '@countersign/runtime/app-env';
import { databaseUrl, secretKey } from '@countersign/runtime/env';

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
}

/** Reads the console's settings. Throws an EnvError that names the first bad variable. */
export function readConsoleEnv(source?: NodeJS.ProcessEnv) {
  const env = readAppEnv(
    {
      SECRET_KEY: secretKey,
      SECRET_KEY_PREVIOUS: secretKey.optional(),
      /** The tools role's login, for showing records; DATABASE_URL is the control role's. */
      TOOLS_DATABASE_URL: databaseUrl,
    },
    source,
  );
  const used: ConsoleEnv = {
    authUrl: env.AUTH_URL,
    mcpUrl: env.MCP_URL,
    consoleUrl: env.CONSOLE_URL,
    secretKey: env.SECRET_KEY,
    trustProxy: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
  };
  return Object.freeze({ ...env, ...used });
}
