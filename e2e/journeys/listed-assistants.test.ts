import { Person } from '@countersign/testing/person';
import { beforeEach, expect, it } from 'vitest';
import { Credentials, connect } from '../mcp-client.ts';
import { authorizationUrl, renew } from '../oauth.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

/** As an admin's change leaves it. */
async function list(onlyListed: boolean, ...listed: string[]): Promise<void> {
  await house.database.owner.query(
    "update organization set only_listed_clients = $1, listed_clients = $2 where slug = 'acme'",
    [onlyListed, listed],
  );
}
beforeEach(() => list(false));

it('a client that is taken off the list stops at its very next request, cannot renew, and goes on when it is back', async () => {
  const choice = { organization: 'Acme Studio', write: true };
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), choice);
  expect((await client.call('list_projects')).isError).toBeFalsy();

  await list(true, 'claude.ai');
  for (const tool of ['list_projects', 'create_project']) {
    const refused = JSON.stringify(await client.call(tool, tool === 'create_project' ? { name: 'No' } : {}));
    expect(refused).toContain('access_disabled');
    expect(refused).toContain('lets only the assistants on its list in');
    expect(refused).toContain('/orgs/acme/settings/mcp-write-access');
  }
  const renewal = await renew(house.apps.auth, client.credentials);
  expect([renewal.status, renewal.body.error, renewal.body.error_description]).toEqual([
    400,
    'invalid_grant',
    expect.stringContaining('only the assistants on its list'),
  ]);

  await list(true, 'loopback');
  expect((await client.call('list_projects')).isError).toBeFalsy();
  expect((await renew(house.apps.auth, client.credentials)).status).toBe(200);
  await client.close();
});

it('a client that is not on the list is told at consent, with the reason and whom to ask, and gets nothing', async () => {
  await list(true, 'claude.ai');
  const ben = new Person('ben');
  const { url } = await authorizationUrl(house, new Credentials());
  const consent = await ben.reachConsent(url);
  expect(consent.text).toContain('Acme Studio lets only the assistants on its list connect');
  const refusal = await ben.choose(consent, { organization: 'Acme Studio' });
  expect([refusal.status, refusal.text]).toEqual([
    403,
    expect.stringContaining('Acme Studio does not have this assistant on its list'),
  ]);
  expect(refusal.text).toContain('Ada owner');
  expect(refusal.document.querySelectorAll('button').map((button) => button.text.trim())).toEqual([
    'Use another account',
    'Go back to Journey client',
  ]);
  const back = await refusal.submit('Go back');
  expect(back.location?.searchParams.get('error')).toBe('access_denied');
  expect(back.location?.searchParams.get('error_description')).toContain('not on the list of assistants');
});

it('a scheme that reads like a listed host is not that host', async () => {
  await list(true, 'claude.ai');
  const { rows } = await house.database.owner.query<{ host: boolean; scheme: boolean; port: boolean }>(
    `select is_listed_client(true, '{claude.ai}', null, 'claude.ai') as host,
            is_listed_client(true, '{claude.ai}', null, 'claude.ai:') as scheme,
            is_listed_client(true, '{claude.ai}', null, 'claude.ai:8443') as port`,
  );
  expect(rows).toEqual([{ host: true, scheme: false, port: false }]);
  const credentials = new Credentials('claude.ai:/callback');
  const ada = new Person('ada');
  const { url } = await authorizationUrl(house, credentials);
  const refusal = await ada.choose(await ada.reachConsent(url), { organization: 'Acme Studio' });
  expect(refusal.status).toBe(403);
});
