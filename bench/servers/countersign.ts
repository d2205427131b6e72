import { createPool } from '@countersign/db/connections/pool';
import { buildApp } from '@countersign/mcp/app';
import { readSettings } from '@countersign/mcp/env';
import { createLog } from '@countersign/runtime/log';
import { benchCatalogue } from './bench-catalogue.ts';
import { portOf, serve } from './serve.ts';

export interface CountersignSettings {
  readonly toolsUrl: string;
  readonly urls: { readonly mcp: string; readonly auth: string; readonly console: string };
  /** False to have the SDK answer everything. */
  readonly withFastLane: boolean;
}

/** Counted, as always, and never reached. */
const LIMITS = { RATE_LIMIT_CREDENTIAL: '1e9', RATE_LIMIT_PERSON: '1e9', RATE_LIMIT_ORGANIZATION: '1e9' };

/** Our resource server, with a hundred tools. */
serve(async ({ toolsUrl, urls, withFastLane }: CountersignSettings) => {
  const addresses = { MCP_URL: urls.mcp, AUTH_URL: urls.auth, CONSOLE_URL: urls.console, DATABASE_URL: toolsUrl };
  const app = await buildApp({
    env: readSettings({ ...addresses, ...LIMITS }),
    pool: createPool(toolsUrl, { applicationName: 'bench' }),
    log: createLog('bench', 'warn'),
    clock: () => new Date(),
    catalogue: benchCatalogue,
    files: new Map(),
    withFastLane,
  });
  return portOf(app);
});
