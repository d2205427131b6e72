import { isIP } from 'node:net';
import { databaseUrl, port, publicUrl, readEnv, redisUrl, secretKey } from '@countersign/runtime/env';
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
      REDIS_URL: redisUrl,
      LOG_LEVEL: z.string().default('info'),
      /** Proxies whose X-Forwarded-For is believed, as addresses or CIDR ranges separated by commas. */
      TRUST_PROXY: z
        .string()
        .default('')
        .transform((value) => value.split(',').flatMap((range) => range.trim() || []))
        .refine((ranges) => ranges.every(isRange), {
          error: 'must be addresses or CIDR ranges separated by commas, such as 10.0.0.0/8',
        }),
    },
    source,
  );
}

function isRange(range: string): boolean {
  const [address = '', bits = '0'] = range.split('/');
  const version = isIP(address);
  return version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

export type AuthEnv = ReturnType<typeof readAuthEnv>;
