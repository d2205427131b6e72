import { fixedId } from '@countersign/runtime/ids';
import { revoke } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { describe, expect, it } from 'vitest';
import { CLIENT_KINDS, Credentials, connect } from '../mcp-client.ts';
import { authorizationUrl } from '../oauth.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

describe.each(CLIENT_KINDS)('%s, given nothing but the connector URL,', (kind) => {
  it('connects as ada to Acme Studio, lists tools and reads projects', async () => {
    const url = `${house.urls.mcp}/mcp`;
    const client = await connect(kind, url, new Person('ada'), { organization: 'Acme Studio' });

    const claims = client.claims();
    expect(claims).toMatchObject({
      iss: house.urls.auth,
      aud: url,
      sub: fixedId('user', 'ada'),
      org_id: fixedId('organization', 'acme'),
      scope: 'mcp:read',
    });
    const names = (await client.listTools()).map((tool) => tool.name);
    expect(names).toEqual(expect.arrayContaining(['whoami', 'list_projects', 'get_invoice']));
    expect(names).not.toContain('create_project');

    const answer = await client.call('list_projects', { limit: 5 });
    expect(answer.isError).toBeFalsy();
    expect(answer.structuredContent?.['items']).toHaveLength(5);
    const whoami = await client.call('whoami');
    expect(whoami.structuredContent).toMatchObject({ organization: { slug: 'acme' } });
    await client.close();
  });

  it('writes in Acme Studio once ada allowed it', async () => {
    const client = await connect(kind, `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
      write: true,
    });
    expect(client.claims()['scope']).toBe('mcp:read mcp:write');
    const answer = await client.call('create_project', { name: `Made by ${kind}` });
    expect(answer.isError, JSON.stringify(answer.content)).toBeFalsy();
    await client.close();
  });
});

describe('an organization’s own connector URL', () => {
  it('locks the picker and gives a credential for that URL only', async () => {
    const url = `${house.urls.mcp}/mcp/o/initech`;
    const ada = new Person('ada');
    const client = await connect('SDK v2, 2026-07-28', url, ada, {});
    expect(client.claims()).toMatchObject({ aud: url, org_id: fixedId('organization', 'initech') });

    const { accessToken } = client.credentials.held();
    const elsewhere = await fetch(`${house.urls.mcp}/mcp/o/acme`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(elsewhere.status).toBe(401);
    expect(elsewhere.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/mcp/o/acme');
    await client.close();
  });

  it('tells somebody who is no member so, and grants nothing', async () => {
    const ben = new Person('ben');
    await expect(connect('SDK v1', `${house.urls.mcp}/mcp/o/globex`, ben, {})).rejects.toThrow(
      /Globex|not a member|globex/,
    );
  });
});

describe('one person with one client and two organizations', () => {
  it('has two connections, and revoking one leaves the other', async () => {
    const url = `${house.urls.mcp}/mcp`;
    const ada = new Person('ada');
    const acme = await connect('SDK v2, 2025-11-25', url, ada, { organization: 'Acme Studio' });
    const globex = await connect('SDK v2, 2025-11-25', url, ada, { organization: 'Globex' });

    const { clientId, refreshToken } = acme.credentials.held();
    expect((await revoke(house.apps.auth, clientId, refreshToken)).status).toBe(200);
    await expect(acme.call('whoami')).rejects.toThrow();
    const still = await globex.call('whoami');
    expect(still.structuredContent).toMatchObject({ organization: { slug: 'globex' } });
    await globex.close();
  });
});

describe('cancelling', () => {
  it('sends the client access_denied with a description, its state and the issuer', async () => {
    const ada = new Person('ada');
    const credentials = new Credentials();
    const { url } = await authorizationUrl(house, credentials, { state: 'the state' });
    const callback = await ada.consent(url, { decision: 'Cancel' });
    const answer = Object.fromEntries(callback.searchParams);
    expect(answer).toMatchObject({ error: 'access_denied', state: 'the state', iss: house.urls.auth });
    expect(answer['error_description']).toMatch(/\w+ \w+/);
  });
});
