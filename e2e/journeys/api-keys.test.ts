import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { CreatedApiKeyView, MyApiKeysView } from '@countersign/contracts/console-api-keys';
import { fixedId } from '@countersign/runtime/ids';
import { beforeAll, describe, expect, it } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import type { AppProcess } from '../house.ts';
import { CLIENT_KINDS, connectWithKey } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();
let replica: AppProcess;
beforeAll(async () => {
  replica = await house.replica('mcp');
});

const body = { name: 'Journey', expiresInDays: 1, allowedAddresses: [] };

async function makeKey(person: string, path: string, changed: object): Promise<CreatedApiKeyView> {
  const session = await openConsoleSession(house, person);
  return session.change<CreatedApiKeyView>('POST', path, { ...body, ...changed });
}

/** A list asked of one process at its own port, under the public name, as a proxy in front of several asks. */
async function statusAt(app: AppProcess, key: string): Promise<number | undefined> {
  const asked = request(`${app.url}/v1/tools/list_teams`, {
    method: 'POST',
    headers: {
      host: new URL(house.urls.mcp).host,
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
    },
  });
  asked.end('{}');
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

describe.each(CLIENT_KINDS)('with %s, an API key in the header', (kind) => {
  it('lists what it was given, reads and writes, stops with the admin’s switch, and ends at the very next request', async () => {
    const ada = await openConsoleSession(house, 'ada');
    const scopes = ['write:projects', 'read:billing'];
    const { key, apiKey } = await ada.change<CreatedApiKeyView>('POST', '/api/orgs/acme/api-keys', { ...body, scopes });
    const client = await connectWithKey(kind, `${house.urls.mcp}/mcp`, key);
    const names = (await client.listTools()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['list_projects', 'create_project', 'list_invoices']));
    expect(names.filter((name) => /task|customer|create_invoice|issue_/.test(name))).toEqual([]);

    expect((await client.call('list_invoices')).isError).toBeFalsy();
    const hidden = await client.call('create_invoice_draft', {});
    expect(JSON.stringify(hidden.content)).toContain('write:billing');

    const write = () => client.call('create_project', { name: 'By a key' });
    expect((await write()).isError).toBeFalsy();
    await ada.change('PATCH', '/api/orgs/acme/write-access', { write: false });
    expect(JSON.stringify(await write())).toContain('write_disabled');
    await ada.change('PATCH', '/api/orgs/acme/write-access', { write: true });
    expect((await write()).isError).toBeFalsy();

    await ada.change('POST', `/api/orgs/acme/api-keys/${apiKey.id}/revoke`);
    await expect(write()).rejects.toThrow();
  });
});

describe('an API key that is revoked', () => {
  it('is refused by every process at its next request', async () => {
    const { key, apiKey } = await makeKey('ada', '/api/orgs/acme/api-keys', { scopes: ['read:*'] });
    const everywhere = async () => [await statusAt(house.apps.mcp, key), await statusAt(replica, key)];
    expect(await everywhere()).toEqual([200, 200]);
    const ada = await openConsoleSession(house, 'ada');
    await ada.change('POST', `/api/orgs/acme/api-keys/${apiKey.id}/revoke`);
    expect(await everywhere()).toEqual([401, 401]);
  });
});

describe('a membership that ends', () => {
  it('takes a personal key with it and leaves the organization’s keys of the same person alone', async () => {
    const finn = fixedId('user', 'finn');
    const acme = fixedId('organization', 'acme');
    const setRole = (role: string) =>
      house.database.control.query('update membership set role = $1 where organization_id = $2 and user_id = $3', [
        role,
        acme,
        finn,
      ]);
    await setRole('admin');
    const own = await makeKey('finn', '/api/api-keys', { scopes: ['read:*'], organization: 'acme' });
    const company = await makeKey('finn', '/api/orgs/acme/api-keys', { scopes: ['read:*'] });
    expect([await statusAt(house.apps.mcp, own.key), await statusAt(house.apps.mcp, company.key)]).toEqual([200, 200]);
    await house.database.control.query('delete from membership where organization_id = $1 and user_id = $2', [
      acme,
      finn,
    ]);
    expect([await statusAt(house.apps.mcp, own.key), await statusAt(house.apps.mcp, company.key)]).toEqual([401, 200]);

    const seen = await (await openConsoleSession(house, 'finn')).get<MyApiKeysView>('/api/api-keys');
    expect(seen.apiKeys.map(({ state, revoked }) => [state, revoked?.reason])).toEqual([['revoked', 'membership']]);
  });
});
