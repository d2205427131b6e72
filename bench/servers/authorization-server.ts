import { buildApp } from '@countersign/auth/app';
import { readAuthEnv } from '@countersign/auth/env';
import { createPool } from '@countersign/db/connections/pool';
import { createLog } from '@countersign/runtime/log';
import { serve } from './serve.ts';

export interface AuthorizationServerSettings {
  readonly controlUrl: string;
  readonly secretKey: string;
  readonly port: number;
  readonly mcpUrl: string;
}

/** Our authorization server. It believes the load about addresses, so that clients come from many. */
serve(async ({ controlUrl, secretKey, port, mcpUrl }: AuthorizationServerSettings) => {
  const env = readAuthEnv({
    AUTH_URL: `http://127.0.0.1:${port}`,
    MCP_URL: mcpUrl,
    DATABASE_URL: controlUrl,
    SECRET_KEY: secretKey,
    TRUST_PROXY: '127.0.0.1',
  });
  const pool = createPool(controlUrl, { applicationName: 'bench authorization server' });
  const app = await buildApp({ env, pool, log: createLog('bench', 'error'), clock: () => new Date() });
  await app.listen({ port, host: '127.0.0.1' });
  return port;
});
