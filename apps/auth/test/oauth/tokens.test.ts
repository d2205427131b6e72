import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import {
  type Parameters,
  REDIRECT_URI,
  redeem,
  refresh,
  register,
  registerPublic,
  revoke,
} from '@countersign/testing/oauth-client';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, readConnection } from './connection-of-tokens.ts';
import { AUTH_URL, MCP_URL } from './harness.ts';
import { authorize, connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();
let otherClientId: string;
beforeAll(async () => {
  otherClientId = await registerPublic(app());
});

describe('an access token', () => {
  test('names its organization, team, connection and exactly one audience, for an hour', async () => {
    const tokens = await connect(app(), {
      clientId: clientId(),
      person: 'ben',
      team: 'Design',
      approved: ['mcp:read', 'mcp:write'],
    });
    const keys = createLocalJWKSet((await app().inject('/oauth/jwks')).json<JSONWebKeySet>());
    const { payload } = await jwtVerify(tokens.access_token, keys, {
      issuer: AUTH_URL,
      audience: `${MCP_URL}/mcp`,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({
      aud: `${MCP_URL}/mcp`,
      sub: fixedId('user', 'ben'),
      client_id: clientId(),
      scope: 'mcp:read mcp:write',
      org_id: fixedId('organization', 'acme'),
      team_id: fixedId('team', 'acme', 'Design'),
    });
    expect(payload.jti).toBeTruthy();
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect(tokens.expires_in).toBe(3600);
    expect(tokens.scope).toBe(payload.scope);
  });

  test('makes its connection active, and every step is recorded with the address and user agent', async () => {
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    const redemption = { client_id: clientId(), code, code_verifier: verifier };
    const { body: tokens } = await redeem(app(), redemption, { 'user-agent': 'tester/1' });
    expect((await readConnection(database, tokens)).activatedAt).not.toBeNull();
    await refresh(app(), clientId(), tokens.refresh_token);
    const events = await eventsOf(database, tokens);
    expect(events.map(({ action }) => action)).toEqual(['consent.given', 'token.issued', 'token.renewed']);
    expect(events[1]).toMatchObject({
      address: '127.0.0.1',
      userAgent: 'tester/1',
      actorKind: 'client',
      actorId: clientId(),
    });
  });
});

describe('an authorization code', () => {
  test.each([
    ['with a wrong verifier', { code_verifier: 'x'.repeat(43) }],
    ['without a verifier', { code_verifier: undefined }],
    ['with another redirect URI', { redirect_uri: `${REDIRECT_URI}/x` }],
    ['by another client', { client_id: 'other' }],
  ])('is not redeemed %s, and stays good for its own client', async (_how, wrong) => {
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    const form = { client_id: clientId(), code, code_verifier: verifier, ...wrong };
    const response = await redeem(app(), {
      ...form,
      client_id: form.client_id === 'other' ? otherClientId : form.client_id,
    });
    expect(response.status).toBe(400);
    expect((await redeem(app(), { client_id: clientId(), code, code_verifier: verifier })).status).toBe(200);
  });

  test('without a challenge is not redeemed by adding a verifier', async () => {
    const response = await redeem(app(), { client_id: clientId(), code: 'made-up', code_verifier: 'x'.repeat(43) });
    expect(response.body).toMatchObject({ error: 'invalid_grant' });
  });

  test('redeemed twice ends the connection it made', async () => {
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    const form = { client_id: clientId(), code, code_verifier: verifier };
    const tokens = (await redeem(app(), form)).body;
    expect((await redeem(app(), form)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await readConnection(database, tokens)).toMatchObject({ revokedReason: 'replay' });
    expect((await refresh(app(), clientId(), tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('one client in two organizations', () => {
  test('has two connections, and the end of one leaves the other', async () => {
    const acme = await connect(app(), { clientId: clientId() });
    const initech = await connect(app(), { clientId: clientId(), organization: 'initech' });
    expect(decodeJwt(acme.access_token).org_id).toBe(fixedId('organization', 'acme'));
    expect(decodeJwt(initech.access_token).org_id).toBe(fixedId('organization', 'initech'));
    await revoke(app(), clientId(), acme.refresh_token);
    expect((await refresh(app(), clientId(), acme.refresh_token)).status).toBe(400);
    expect((await refresh(app(), clientId(), initech.refresh_token)).status).toBe(200);
  });
});

describe('a confidential client', () => {
  test.each(['client_secret_basic', 'client_secret_post'])('by %s authenticates at every step', async (method) => {
    const registered = await register(app(), { redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: method });
    const { client_id: id, client_secret: secret } = registered.body;
    const basic = (value: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${value}`).toString('base64')}` });
    const { code, verifier } = await authorize(app(), { clientId: id });
    const form = { code, code_verifier: verifier };
    expect((await redeem(app(), { ...form, client_id: id })).body).toMatchObject({ error: 'invalid_client' });
    expect((await redeem(app(), form, basic('wrong'))).status).toBe(401);
    const tokens = (await redeem(app(), form, basic(secret))).body;
    expect((await refresh(app(), id, tokens.refresh_token)).body).toMatchObject({ error: 'invalid_client' });
    expect((await refresh(app(), id, tokens.refresh_token, { client_secret: 'wrong' })).status).toBe(401);
    expect((await refresh(app(), id, tokens.refresh_token, { client_secret: secret })).status).toBe(200);
  });
});

describe('a secret that nobody issued', () => {
  // ChatGPT's form for one's own client asks for one (home-assistant/home-assistant.io#45156, BasedHardware/omi#8824, appstrate/appstrate#1152).
  const basic = (user: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
  });
  test.each<[how: string, parameters: () => Parameters, headers: () => Record<string, string>]>([
    ['in the form', () => ({ client_secret: 'made-up' }), () => ({})],
    ['in the form, empty', () => ({ client_secret: '' }), () => ({})],
    ['by Basic', () => ({ client_id: undefined }), () => basic(clientId(), 'made-up')],
    ['by Basic, empty', () => ({ client_id: undefined }), () => basic(clientId(), '')],
    ['by Basic beside its client_id', () => ({}), () => basic(clientId(), 'made-up')],
    ['by Basic without a user, beside its client_id', () => ({}), () => basic('', 'made-up')],
    ['both ways', () => ({ client_secret: 'made-up' }), () => basic(clientId(), 'made-up')],
    ['as an old access token', () => ({}), () => ({ authorization: 'Bearer x.y.z' })],
  ])('%s is ignored for a public client, which PKCE proves', async (_how, parameters, headers) => {
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    const form = { client_id: clientId(), code, code_verifier: verifier, ...parameters() };
    const wrong = await redeem(app(), { ...form, code_verifier: 'x'.repeat(43) }, headers());
    expect(wrong.body).toMatchObject({ error: 'invalid_grant' });
    const { status, body: tokens } = await redeem(app(), form, headers());
    expect(status).toBe(200);
    expect((await refresh(app(), clientId(), tokens.refresh_token, parameters(), headers())).status).toBe(200);
  });

  test('does not let a public client speak for another', async () => {
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    const form = { client_id: clientId(), code, code_verifier: verifier };
    expect((await redeem(app(), form, basic(otherClientId, 'made-up'))).status).toBe(400);
    expect((await redeem(app(), { ...form, client_id: undefined }, basic(otherClientId, 'x'))).status).toBe(400);
    expect((await redeem(app(), form)).status).toBe(200);
  });

  test('is refused of a confidential client and of one nobody knows', async () => {
    const registered = await register(app(), { redirect_uris: [REDIRECT_URI] });
    const { client_id: id } = registered.body;
    for (const secret of ['wrong', 'undefined', ' ']) {
      expect((await refresh(app(), id, 'x', { client_secret: secret })).body).toMatchObject({
        error: 'invalid_client',
      });
      expect((await refresh(app(), id, 'x', {}, basic(id, secret))).body).toMatchObject({ error: 'invalid_client' });
    }
    expect((await refresh(app(), id, 'x', {}, basic(id, ''))).status).toBe(400);
    expect((await refresh(app(), 'nobody', 'x', { client_secret: 'x' })).body).toMatchObject({
      error: 'invalid_client',
    });
    expect((await refresh(app(), 'countersign-console', 'x', { client_secret: 'x' })).body).toMatchObject({
      error: 'invalid_client',
    });
  });
});

describe('a preregistered client', () => {
  test('connects like any other', async () => {
    const id = 'operator-entered';
    const metadata = {
      client_id: id,
      client_name: 'Known',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
    };
    await withQueries(database.owner, (db) =>
      db
        .insertInto('client')
        .values({ id, metadata: JSON.stringify(metadata), source: 'preregistered' })
        .execute(),
    );
    expect((await connect(app(), { clientId: id })).scope).toBe('mcp:read mcp:write');
  });
});

describe('what is stored', () => {
  test('holds no secret that was handed out', async () => {
    const registered = await register(app(), { redirect_uris: [REDIRECT_URI] });
    const { client_id: id, client_secret: secret } = registered.body;
    const { code, verifier } = await authorize(app(), { clientId: id });
    const tokens = (await redeem(app(), { client_id: id, client_secret: secret, code, code_verifier: verifier })).body;
    const renewed = (await refresh(app(), id, tokens.refresh_token, { client_secret: secret })).body;
    const tables = ['oidc_payload', 'client', 'connection', 'audit_event', 'signing_key', 'login_session'];
    const { rows } = await database.owner.query<{ row: string }>(
      tables.map((table) => `select t::text as row from ${table} t`).join(' union all '),
    );
    const dump = rows.map(({ row }) => row).join('\n');
    expect(dump).toContain(id);
    const secrets = {
      code,
      verifier,
      secret,
      first: tokens.refresh_token,
      second: renewed.refresh_token,
      access: renewed.access_token,
    };
    const found = Object.entries(secrets).filter(
      ([, value]) => dump.includes(value) || dump.includes(Buffer.from(value).toString('hex')),
    );
    expect(found.map(([name]) => name)).toEqual([]);
  });
});
