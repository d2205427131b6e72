import { fixedId } from '@countersign/runtime/ids';
import { deriveKey } from '@countersign/runtime/secret-key';
import { Browser } from '@countersign/testing/browser';
import { pkce, redeem } from '@countersign/testing/oauth-client';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { AUTH_URL, CONSOLE_URL, MCP_URL } from './harness.ts';
import { find, goOn, startInteraction } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();

const clientId = 'countersign-console';
const redirect_uri = `${CONSOLE_URL}/auth/callback`;
const secret = deriveKey(TEST_SECRET_KEY, 'console-client').toString('base64url');
const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` };

async function signIn(params: Record<string, string | undefined> = {}) {
  const browser = new Browser(app());
  const { verifier, challenge } = pkce();
  const request = { redirect_uri, scope: 'openid profile email', nonce: 'n1', resource: undefined, ...params };
  const uid = await startInteraction(browser, app(), { clientId, params: request }, challenge);
  const interaction = await find(browser, uid);
  const { location } = await goOn(browser, uid, { step: 'signedIn', userId: fixedId('user', 'ada') });
  if (!location) throw new Error('Signing in leads nowhere');
  return { interaction, verifier, redirect: location };
}

test('the console signs people in without a consent page and learns who they are', async () => {
  const { interaction, verifier, redirect } = await signIn();
  expect(interaction).toMatchObject({ prompt: 'login', client: { firstParty: true }, requested: [] });
  expect(redirect.origin + redirect.pathname).toBe(redirect_uri);
  const code = redirect.searchParams.get('code') ?? '';
  const { body: tokens } = await redeem(app(), { code, code_verifier: verifier, redirect_uri }, basic);
  const keys = createLocalJWKSet((await app().inject('/oauth/jwks')).json<JSONWebKeySet>());
  const { payload, protectedHeader } = await jwtVerify(tokens.id_token ?? '', keys, {
    issuer: AUTH_URL,
    audience: clientId,
  });
  expect(protectedHeader.alg).toBe('ES256');
  expect(payload).toMatchObject({ sub: fixedId('user', 'ada'), name: 'Ada', email: 'ada@example.test', nonce: 'n1' });
  expect(tokens.refresh_token).toBeUndefined();
  expect(tokens.access_token.split('.')).toHaveLength(1);
});

test('the console learns which login session it was, and a code is worth nothing once that has ended', async () => {
  const { owner } = database;
  const one = await signIn();
  const { rows } = await owner.query<{ id: string }>('select id from login_session order by created_at desc limit 1');
  const form = ({ verifier, redirect }: typeof one) => ({
    code: redirect.searchParams.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri,
  });
  const { body } = await redeem(app(), form(one), basic);
  expect(decodeJwt(body.id_token ?? '')['sid']).toBe(rows[0]?.id);
  const other = await signIn();
  await owner.query('delete from login_session');
  expect((await redeem(app(), form(other), basic)).body).toMatchObject({ error: 'invalid_grant' });
});

test('the console cannot get a token for the MCP resource', async () => {
  const browser = new Browser(app());
  const { challenge } = pkce();
  const request = { redirect_uri, scope: 'openid mcp:read', resource: `${MCP_URL}/mcp` };
  await expect(startInteraction(browser, app(), { clientId, params: request }, challenge)).rejects.toThrow(
    'invalid_target',
  );
  const { verifier, redirect } = await signIn({ scope: 'openid mcp:read mcp:write' });
  const form = { code: redirect.searchParams.get('code') ?? '', code_verifier: verifier, redirect_uri };
  expect((await redeem(app(), { ...form, resource: `${MCP_URL}/mcp` }, basic)).body).toMatchObject({
    error: 'invalid_target',
  });
  expect((await redeem(app(), form, basic)).body.scope).toBe('openid');
});

test('a code of the console that is used twice ends its grant', async () => {
  const { verifier, redirect } = await signIn();
  const form = { code: redirect.searchParams.get('code') ?? '', code_verifier: verifier, redirect_uri };
  const grants = async () =>
    (await database.owner.query(`select from oidc_payload where model = 'Grant'`)).rowCount ?? 0;
  expect((await redeem(app(), form, basic)).status).toBe(200);
  const before = await grants();
  expect((await redeem(app(), form, basic)).body).toMatchObject({ error: 'invalid_grant' });
  expect(await grants()).toBe(before - 1);
});

test('nobody else can use the console’s id without its secret', async () => {
  const { verifier, redirect } = await signIn();
  const form = { code: redirect.searchParams.get('code') ?? '', code_verifier: verifier, redirect_uri };
  expect((await redeem(app(), { ...form, client_id: clientId })).body).toMatchObject({ error: 'invalid_client' });
});
