import { withQueries } from '@countersign/db/connections/transaction';
import { redeem, refresh, registerPublic } from '@countersign/testing/oauth-client';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attempt, document, web } from './documented-client.ts';
import { startAuth, type TestAuth } from './harness.ts';
import { authorize, connect } from './seam.ts';

const database = useTestDatabase('demo');

export const ID = 'https://client.example.com/oauth/client.json';

describe('a client ID metadata document', () => {
  const net = web();
  let app: TestAuth;
  let next = 0;
  let id: string;
  beforeAll(async () => {
    app = await startAuth(database, { fetchDocument: net.fetchDocument });
  });
  afterAll(() => app?.close());
  beforeEach(() => {
    next += 1;
    id = `https://client.example.com/${next}.json`;
    net.asked.length = 0;
  });

  test('identifies a client, with a host that it vouches for', async () => {
    net.state.answer = () => Response.json(document(id));
    const { interaction, code, verifier } = await authorize(app, { clientId: id });
    expect(interaction.client).toEqual({
      id,
      name: 'Documented client',
      verifiedHost: 'client.example.com',
      firstParty: false,
    });
    expect((await redeem(app, { client_id: id, code, code_verifier: verifier })).status).toBe(200);
    expect(net.asked).toEqual([id]);
  });

  test.each<[why: string, members: object]>([
    ['names another client', { client_id: 'https://client.example.com/other.json' }],
    ['holds a secret', { client_secret: 'x' }],
    ['wants to authenticate by a secret', { token_endpoint_auth_method: 'client_secret_post' }],
    ['wants only a method we do not have', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } }],
    ['names http on a remote host', { redirect_uris: ['http://client.example.com/callback'] }],
    ['names javascript:', { redirect_uris: ['javascript:alert(1)'] }],
    ['names a user', { redirect_uris: ['https://a@client.example.com/callback'] }],
    ['has an endless name', { client_name: 'n'.repeat(101) }],
    ['is larger than 5 KiB', { x: 'x'.repeat(6000) }],
    ['names no redirect URI', { redirect_uris: undefined }],
  ])('is refused when it %s', async (_why, members) => {
    net.state.answer = () => Response.json(document(id, members));
    expect((await attempt(app, id)).statusCode).toBe(400);
  });

  test.each<[what: string, members: object]>([
    ['grants of other servers', { grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'] }],
    [
      'a choice of methods',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
        jwks_uri: 'https://client.example.com/jwks',
      },
    ],
    ['no name', { client_name: undefined }],
    ['a scope', { scope: 'mcp' }],
  ])('may have %s', async (_what, members) => {
    net.state.answer = () => Response.json(document(id, members));
    await connect(app, { clientId: id });
    expect(net.asked.filter((url) => url !== id)).toEqual([]);
  });

  test.each([403, 429, 500, 502])('that answers %i later is served from its last good copy', async (status) => {
    net.state.answer = () => Response.json(document(id));
    const tokens = await connect(app, { clientId: id });
    net.state.answer = () => new Response('<html>challenge</html>', { status });
    const restarted = await startAuth(database, { fetchDocument: net.fetchDocument });
    expect((await refresh(restarted, id, tokens.refresh_token)).status).toBe(200);
    await restarted.close();
    expect(net.asked).toEqual([id, id]);
  });

  test('whose host is down later is served from its last good copy', async () => {
    net.state.answer = () => Response.json(document(id));
    const tokens = await connect(app, { clientId: id });
    net.state.answer = () => Promise.reject(new Error('connect ETIMEDOUT'));
    const restarted = await startAuth(database, { fetchDocument: net.fetchDocument });
    expect((await refresh(restarted, id, tokens.refresh_token)).status).toBe(200);
    await restarted.close();
  });

  test('that cannot be read and was never kept is temporarily unavailable, not an invalid client', async () => {
    net.state.answer = () => new Response(null, { status: 503 });
    const response = await refresh(app, id, 'any');
    expect(response.status).toBe(503);
    expect(response.body).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await attempt(app, id)).statusCode).toBe(503);
  });

  test.each<[how: string, answer: () => Response | Promise<Response>, why: string]>([
    [
      'its host refuses this server',
      () => new Response('<html>', { status: 403 }),
      'its host answered 403, which refuses this server',
    ],
    ['its host is in trouble', () => new Response(null, { status: 502 }), 'its host answered 502'],
    ['its host sends elsewhere', () => new Response(null, { status: 302 }), 'a redirect (302), which is not followed'],
    [
      'there is no way out',
      () =>
        Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) })),
      'the name of its host is not known here',
    ],
    [
      'it takes too long',
      () => Promise.reject(new DOMException('x', 'TimeoutError')),
      'its host did not answer in time',
    ],
    ['nobody knows why', () => Promise.reject(new Error('secret detail')), 'could not be reached from this server'],
  ])('that cannot be read because %s is named, with why and what to do', async (_how, answer, why) => {
    net.state.answer = answer;
    const page = await attempt(app, id);
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain(id);
    expect(page.body).toContain(why);
    expect(page.body).toContain('Wait a minute and connect again');
    expect(page.body).not.toContain('database');
    expect(page.body).not.toContain('secret detail');
    const { status, body } = await refresh(app, id, 'any');
    expect([status, body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(body.error_description).toContain(id);
    expect(body.error_description).toContain(why);
  });

  test('is kept only once somebody consented to it', async () => {
    net.state.answer = () => Response.json(document(id));
    await attempt(app, id);
    const kept = async () =>
      withQueries(database.owner, (db) =>
        db.selectFrom('clientMetadataDocument').select('url').where('url', '=', id).execute(),
      );
    expect(await kept()).toEqual([]);
    await connect(app, { clientId: id });
    expect(await kept()).toEqual([{ url: id }]);
  });

  test('is not offered, and not fetched, where the operator says so; what is kept or built in goes on', async () => {
    net.state.answer = () => Response.json(document(id));
    const tokens = await connect(app, { clientId: id });
    net.asked.length = 0;
    const closed = await startAuth(database, { fetchDocument: net.fetchDocument, documents: 'off' });
    for (const path of ['oauth-authorization-server', 'openid-configuration'])
      expect((await closed.inject(`/.well-known/${path}`)).json()).toMatchObject({
        client_id_metadata_document_supported: false,
      });
    expect((await refresh(closed, id, tokens.refresh_token)).status).toBe(200);
    const page = await attempt(closed, 'https://client.example.com/never-seen.json');
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('this server is set to fetch no such documents');
    expect((await connect(closed, { clientId: await registerPublic(closed) })).scope).toBe('mcp:read mcp:write');
    expect(net.asked).toEqual([]);
    await closed.close();
  });

  test('that does not exist is an invalid client', async () => {
    net.state.answer = () => new Response(null, { status: 404 });
    expect((await refresh(app, id, 'any')).body).toMatchObject({ error: 'invalid_client' });
  });

  test('that redirects is not followed', async () => {
    net.state.answer = () =>
      new Response(null, { status: 302, headers: { location: 'https://elsewhere.example.com/' } });
    expect((await attempt(app, id)).statusCode).toBe(503);
    // Asked again for the error page; nothing else was.
    expect(new Set(net.asked)).toEqual(new Set([id]));
  });

  test('that turned bad does not replace the good copy in storage', async () => {
    net.state.answer = () => Response.json(document(id));
    await authorize(app, { clientId: id });
    net.state.answer = () => Response.json({ client_id: 'https://evil.example/' });
    const restarted = await startAuth(database, { fetchDocument: net.fetchDocument });
    await attempt(restarted, id);
    await restarted.close();
    const [row] = await withQueries(database.owner, (db) =>
      db.selectFrom('clientMetadataDocument').select('document').where('url', '=', id).execute(),
    );
    expect(row?.document).toMatchObject({ client_id: id });
  });
});
