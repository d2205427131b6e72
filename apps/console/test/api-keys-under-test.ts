import { throughGate } from '@countersign/access/gate/gate';
import { digestOfApiKey } from '@countersign/access/keys/api-key';
import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { startConnectorChain } from './connector-chain.ts';
import { startConsole } from './console-under-test.ts';

export const MINE = '/api/api-keys';
export const ACME = '/api/orgs/acme/api-keys';

const catalogue: PublicCatalogue = {
  modules: [
    { name: 'tasks', title: 'Tasks', area: 'general', tools: [] },
    { name: 'billing', title: 'Billing', area: 'billing', tools: [] },
    { name: 'books', title: 'Books', area: 'finance', tools: [] },
  ],
};

/** What the forms send for an organization's key, and for one of a person's own. */
export const body = (changed: object = {}) => ({
  name: 'Nightly report',
  scopes: ['read:billing', 'write:tasks'],
  expiresInDays: 30,
  allowedAddresses: [],
  ...changed,
});
export const personal = (changed: object = {}) => body({ organization: 'acme', scopes: ['read:tasks'], ...changed });

/** A console for each test of the calling file, beside an MCP server that knows three modules. */
export function useApiKeys() {
  let chain: Awaited<ReturnType<typeof startConnectorChain>>;
  let console_: Awaited<ReturnType<typeof startConsole>>;
  beforeAll(async () => {
    chain = await startConnectorChain();
    chain.mcp.change({ 'GET /catalogue.json': () => ({ body: catalogue }) });
  });
  afterAll(() => chain.close());
  beforeEach(async () => {
    console_ = await startConsole({ mcpUrl: chain.mcp.url });
  });
  afterEach(() => console_.close());
  return {
    app: () => console_.app,
    database: () => console_.database,
    as: (person: string) => console_.as(person),
    opens: (key: string, address = '192.0.2.7') =>
      throughGate(
        console_.database.tools,
        { principal: { kind: 'api_key', digest: digestOfApiKey(key) ?? Buffer.alloc(0) }, address },
        { forWrite: false },
        async () => true,
      ).catch(() => false),
  };
}
