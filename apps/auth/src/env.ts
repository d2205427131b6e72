import { databaseUrl, port, publicUrl, readEnv, secretKey } from '@countersign/runtime/env';
import { z } from 'zod';

/** The authorization server's settings. Throws an EnvError that names the first bad variable. */
export function readAuthEnv(source?: NodeJS.ProcessEnv) {
  return readEnv(
    {
      AUTH_PORT: port(4000),
      HOST: z.string().default('127.0.0.1'),
      AUTH_URL: publicUrl.default('http://localhost:4000'),
      MCP_URL: publicUrl.default('http://localhost:4001'),
      CONSOLE_URL: publicUrl.default('http://localhost:4002'),
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      LOG_LEVEL: z.string().default('info'),
      /** Proxies whose X-Forwarded-For is believed, as addresses or CIDR ranges separated by commas. */
      TRUST_PROXY: z
        .string()
        .default('')
        .transform((value) => value.split(',').flatMap((range) => range.trim() || [])),
    },
    source,
  );
}

export type AuthEnv = ReturnType<typeof readAuthEnv>;
