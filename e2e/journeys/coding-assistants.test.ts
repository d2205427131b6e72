import type { ConnectionsView } from '@countersign/contracts/console-api';
import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import { openClaudeCode } from '../real-clients/claude-code.ts';
import { openCodex } from '../real-clients/codex.ts';
import { FOLDER } from '../real-clients/installed.ts';
import type { KeyedClient } from '../real-clients/real-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

async function switchWrite(on: boolean): Promise<void> {
  await transaction(house.database.control, (db) =>
    db.updateTable('organization').set({ mcpWrite: on }).where('id', '=', fixedId('organization', 'acme')).execute(),
  );
}

const ASSISTANTS = [
  { name: 'Claude Code', open: openClaudeCode, publisher: 'claude.ai' },
  { name: 'Codex', open: openCodex, publisher: 'chatgpt.com' },
];

describe.each(ASSISTANTS)('$name itself', ({ name, open, publisher }) => {
  // `npm test` says so when they could not be installed.
  const isMissing = FOLDER === undefined;
  let assistant: KeyedClient;
  beforeAll(async () => {
    if (FOLDER !== undefined) assistant = await open();
  });
  afterAll(() => assistant?.close());

  it.skipIf(isMissing)('connects with its own login, from nothing but the connector URL', async () => {
    const choice = { organization: 'Acme Studio', write: true };
    await assistant.connect(`${house.urls.mcp}/mcp`, new Person('ada'), choice);
    const [whoami] = await assistant.call(['whoami', {}]);
    expect(whoami).toContain(`"client":"${name}"`);
    expect(whoami).toContain('"effectiveScopes":["mcp:read","mcp:write"]');
  });

  it.skipIf(isMissing)('reads, is told what was wrong with a call, and writes', async () => {
    const [read, refused, written] = await assistant.call(
      ['list_projects', { limit: 1 }],
      ['create_project', { name: '' }],
      ['create_project', { name: `Made by ${name}` }],
    );
    expect(read).toContain('"nextCursor"');
    expect(refused).toContain('name: must not be empty');
    expect(written).toContain(`"name":"Made by ${name}"`);
  });

  it.skipIf(isMissing)(
    'cannot write once the admin has turned writing off, and learns where that is decided',
    async () => {
      await switchWrite(false);
      const [refused] = await assistant.call(['create_project', { name: 'Not to be' }]);
      await switchWrite(true);
      expect(refused).toContain(`${house.urls.console}/orgs/acme/settings/mcp-write-access`);
    },
  );

  it.skipIf(isMissing)(
    'is on its person’s list by its verified name, and hears nothing more once it is revoked',
    async () => {
      const ada = await openConsoleSession(house, 'ada');
      const { connections } = await ada.get<ConnectionsView>('/api/connections');
      const connection = connections.find(({ client }) => client.name === name);
      expect(connection?.client.verifiedHost).toBe(publisher);
      await ada.change('POST', `/api/connections/${connection?.id}/revoke`);
      const [answer] = await assistant.call(['whoami', {}]);
      expect(answer).not.toContain('ada@example.test');
    },
  );

  it.skipIf(isMissing)('works with an API key in its header, until the key is revoked', async () => {
    const keyed = await open();
    const ada = await openConsoleSession(house, 'ada');
    const { key, apiKey } = await ada.change<CreatedApiKeyView>('POST', '/api/orgs/acme/api-keys', {
      name,
      expiresInDays: 1,
      allowedAddresses: [],
      scopes: ['read:*'],
    });
    await keyed.connectWithKey(`${house.urls.mcp}/mcp`, key);
    expect((await keyed.call(['whoami', {}]))[0]).toContain('"credential":"organization_key"');
    await ada.change('POST', `/api/orgs/acme/api-keys/${apiKey.id}/revoke`);
    expect((await keyed.call(['whoami', {}]))[0]).not.toContain('organization_key');
    await keyed.close();
  });
});
