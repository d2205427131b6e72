import type { ConnectionsView, ConsoleError } from '@countersign/contracts/console-api';
import type { ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConnection, auditOf, startConsole } from './console-under-test.ts';

const READ_ONLY = ['http://localhost:4001/mcp/readonly', 'http://localhost:4001/mcp/o/acme/readonly'];

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_.close());

describe.each(READ_ONLY)('a connection made at %s', (resource) => {
  it('can never be allowed to change anything, and the refusal says where it could', async () => {
    const ada = await console_.as('ada');
    const { id } = await aConnection(console_.database, { person: 'ada', organization: 'acme', resource });
    for (const change of [{ write: true }, { write: true, billingWrite: true }, { name: 'Mine', write: true }]) {
      const answer = await ada.send('PATCH', `/api/connections/${id}`, change);
      expect([answer.statusCode, answer.json<ConsoleError>().error.code]).toEqual([409, 'conflict']);
      expect(answer.json<ConsoleError>().error.message).toContain('made at an address that ends in /readonly');
    }
    const { connection, givenName } = (await ada.get(`/api/connections/${id}`)).json<ConnectionSettingsView>();
    expect([connection.scopes.map(({ scope }) => scope), givenName]).toEqual([['mcp:read'], null]);
    const events = await auditOf(console_.database, 'connection.changed');
    expect(events.filter(({ connectionId }) => connectionId === id)).toEqual([]);
  });

  it('says so to its owner and to an admin, and is still renamed', async () => {
    const [ben, ada] = [await console_.as('ben'), await console_.as('ada')];
    const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme', resource });
    expect((await ben.send('PATCH', `/api/connections/${id}`, { name: 'Reader' })).statusCode).toBe(200);
    const own = (await ben.get('/api/connections')).json<ConnectionsView>().connections.find((one) => one.id === id);
    expect(own).toMatchObject({ readOnly: true, client: { name: 'Reader' } });
    const { items } = (await ada.get('/api/orgs/acme/connections')).json<{
      items: { id: string; readOnly: boolean }[];
    }>();
    expect(items.find((one) => one.id === id)?.readOnly).toBe(true);
  });
});

it('a connection made at any other address is not read-only', async () => {
  const ada = await console_.as('ada');
  const { id } = await aConnection(console_.database, { person: 'ada', organization: 'acme' });
  expect((await ada.get(`/api/connections/${id}`)).json<ConnectionSettingsView>().connection.readOnly).toBe(false);
  expect((await ada.send('PATCH', `/api/connections/${id}`, { write: true })).statusCode).toBe(200);
});
