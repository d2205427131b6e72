import { withQueries } from '@countersign/db/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import {
  authorizationUrl,
  type Parameters,
  pkce,
  REDIRECT_URI,
  redeem,
  registerPublic,
} from '@countersign/testing/oauth-client';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AUTH_URL, MCP_URL, startAuth, type TestAuth } from './harness.ts';
import { authorize, find, goOn, signIn, startInteraction, take } from './seam.ts';

let database: TestDatabase;
let app: TestAuth;
let clientId: string;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  app = await startAuth(database);
  clientId = await registerPublic(app);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

/** Where the request ends without a person: at the client, as an error. */
async function refusal(params: Parameters) {
  const usual = { client_id: clientId, code_challenge: pkce().challenge, state: 'the state' };
  const response = await app.inject(authorizationUrl(app, { ...usual, ...params }));
  const location = URL.parse(String(response.headers.location));
  // A response type with tokens answers in the fragment, its errors too.
  const answer = new URLSearchParams(location?.hash ? location.hash.slice(1) : location?.search);
  return { status: response.statusCode, ...Object.fromEntries(answer) };
}

describe('the resource', () => {
  const canonical = `${MCP_URL}/mcp`;
  const acme = `${MCP_URL}/mcp/o/acme`;
  test.each<[how: string, authorize: string | readonly string[] | undefined, token: string | undefined, aud: string]>([
    ['as documented', canonical, canonical, canonical],
    ['missing on both legs', undefined, undefined, canonical],
    ['missing on the token leg', canonical, undefined, canonical],
    ['missing on the authorization leg', undefined, canonical, canonical],
    ['empty', '', '', canonical],
    ['with a slash on both legs', `${canonical}/`, `${canonical}/`, canonical],
    ['with a slash on the first leg only', `${canonical}/`, canonical, canonical],
    ['with a slash on the second leg only', canonical, `${canonical}/`, canonical],
    ['as origin', MCP_URL, MCP_URL, canonical],
    ['as origin with a slash', `${MCP_URL}/`, canonical, canonical],
    ['with the default port and a large host', 'HTTPS://MCP.EXAMPLE.COM:443/mcp', canonical, canonical],
    ['twice the same', [canonical, `${canonical}/`], canonical, canonical],
    ['of one organization', acme, acme, acme],
    ['of one organization, with a slash and in other letters', `${MCP_URL}/mcp/o/ACME/`, acme, acme],
    ['of one organization, missing on the token leg', acme, undefined, acme],
  ])('%s gives a token for exactly one audience', async (_how, first, second, aud) => {
    const { code, verifier } = await authorize(app, { clientId, params: { resource: first } });
    const response = await redeem(app, { client_id: clientId, code, code_verifier: verifier, resource: second });
    expect(decodeJwt(response.body.access_token).aud).toBe(aud);
  });

  test.each([
    'https://evil.example/mcp',
    `${MCP_URL}/other`,
    `${MCP_URL}/mcp/o/`,
    `${MCP_URL}/mcp/o/a/b`,
    `${MCP_URL}/mcp/o/ac%6De/x`,
    `${MCP_URL}/mcp?x=1`,
    `${MCP_URL}/mcp#x`,
    'https://user@mcp.example.com/mcp',
    'mcp',
  ])('%s is refused as a target', async (resource) => {
    expect(await refusal({ resource })).toMatchObject({ error: 'invalid_target', state: 'the state', iss: AUTH_URL });
  });

  test('is one: two different ones are refused', async () => {
    expect(await refusal({ resource: [canonical, acme] })).toMatchObject({ error: 'invalid_target' });
  });

  test('cannot change between the legs, and trying costs nothing', async () => {
    const { code, verifier } = await authorize(app, { clientId, params: { resource: canonical } });
    const response = await redeem(app, { client_id: clientId, code, code_verifier: verifier, resource: acme });
    expect(response.body).toMatchObject({ error: 'invalid_target' });
    const again = await redeem(app, { client_id: clientId, code, code_verifier: verifier, resource: canonical });
    expect(again.status).toBe(200);
  });

  test('of one organization locks the interaction to it', async () => {
    const { interaction } = await authorize(app, { clientId, params: { resource: `${MCP_URL}/mcp/o/Acme` } });
    expect(interaction).toMatchObject({ organizationSlug: 'acme', resource: acme });
    await expect(authorize(app, { clientId, organization: 'initech', params: { resource: acme } })).rejects.toThrow(
      'membership',
    );
  });
});

describe('the authorization request', () => {
  test.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['with a plain challenge', { code_challenge_method: 'plain' }],
    ['with a challenge and no method', { code_challenge_method: undefined }],
    ['with a challenge that is no digest', { code_challenge: 'short' }],
  ])('is refused %s', async (_how, params) => {
    expect(await refusal(params)).toMatchObject({ error: 'invalid_request', state: 'the state', iss: AUTH_URL });
  });

  test.each([
    ['token', 'unsupported_response_type'],
    ['id_token', 'unsupported_response_type'],
    ['code id_token', 'unsupported_response_type'],
  ])('is refused for response type %s', async (response_type, error) => {
    expect(await refusal({ response_type })).toMatchObject({ error });
  });

  test.each([
    ['a redirect URI that was not registered', { redirect_uri: 'https://evil.example/callback' }],
    ['a registered one with something added', { redirect_uri: `${REDIRECT_URI}/x` }],
    ['no redirect URI of several', { redirect_uri: `${REDIRECT_URI}?x=1` }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('sends nobody anywhere with %s', async (_what, params) => {
    const usual = { client_id: clientId, code_challenge: pkce().challenge };
    const response = await app.inject({
      url: authorizationUrl(app, { ...usual, ...params }),
      headers: { accept: 'text/html' },
    });
    expect(response.statusCode).toBe(400);
    expect(response.headers.location).toBeUndefined();
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test('may not be made by a page that shows nothing', async () => {
    expect(await refusal({ prompt: 'none' })).toMatchObject({ error: 'login_required', iss: AUTH_URL });
  });

  test.each<[string, Record<string, string | undefined>, readonly string[]]>([
    ['nothing', { scope: undefined }, ['mcp:read']],
    ['unknown scopes only', { scope: 'openid profile claudeai' }, ['mcp:read']],
    [
      'everything listed',
      { scope: 'mcp:read mcp:write mcp:write:billing offline_access' },
      ['mcp:read', 'mcp:write', 'mcp:write:billing'],
    ],
    ['write alone', { scope: 'mcp:write' }, ['mcp:read', 'mcp:write']],
    ['a forged ask', { scope: 'mcp:read', x_asked_scope: 'mcp:read mcp:write' }, ['mcp:read']],
  ])('that asks for %s is shown as what it asks', async (_what, params, requested) => {
    const { interaction } = await authorize(app, { clientId, params });
    expect(interaction.requested).toEqual(requested);
  });

  test.each([
    ['id_token_hint', { id_token_hint: 'x.y.z' }],
    ['nonce', { nonce: 'n' }],
    ['prompt=consent and offline_access', { prompt: 'consent', scope: 'mcp:read offline_access' }],
    ['prompt=select_account', { prompt: 'select_account' }],
    ['max_age', { max_age: '10' }],
    ['claims', { claims: '{}' }],
  ])('may carry %s and still gets a refresh token', async (_what, params) => {
    const { code, verifier } = await authorize(app, { clientId, params });
    const tokens = (await redeem(app, { client_id: clientId, code, code_verifier: verifier })).body;
    expect(tokens.refresh_token).toBeTruthy();
    expect(tokens.id_token).toBeUndefined();
  });

  test('comes back with state and issuer', async () => {
    const { redirect } = await authorize(app, { clientId, params: { state: 'kept' } });
    expect(redirect.searchParams.get('state')).toBe('kept');
    expect(redirect.searchParams.get('iss')).toBe(AUTH_URL);
    expect(redirect.origin + redirect.pathname).toBe(REDIRECT_URI);
  });

  test('is tied to the browser that began it', async () => {
    const uid = await startInteraction(new Browser(app), app, { clientId });
    const other = await take(new Browser(app), uid, { step: 'find' });
    expect(other.body).toEqual({ value: null });
  });
});

describe('consent', () => {
  async function atConsent(person: string) {
    const browser = new Browser(app);
    const uid = await signIn(browser, await startInteraction(browser, app, { clientId }), person);
    return { browser, uid };
  }
  const decision = (person: string, organization: string, approved: readonly string[], team?: string) => ({
    userId: fixedId('user', person),
    organizationId: fixedId('organization', organization),
    teamId: team ? fixedId('team', organization, team) : null,
    approved,
  });
  const ALL = ['mcp:read', 'mcp:write', 'mcp:write:billing'];

  test('is asked every time, of the person who continues', async () => {
    for (const person of ['ada', 'ada', 'ben']) {
      const { browser, uid } = await atConsent(person);
      expect(await find(browser, uid)).toMatchObject({
        prompt: 'consent',
        userId: fixedId('user', person),
        client: { id: clientId, name: 'Test client', verifiedHost: null },
      });
    }
  });

  test.each<[string, ReturnType<typeof decision>, string]>([
    ['an organization one is not in', decision('ben', 'globex', ['mcp:read']), 'membership'],
    ['a team of which one is not', decision('ben', 'acme', ['mcp:read'], 'Engineering'), 'team'],
    [
      'a team of another organization',
      { ...decision('ada', 'acme', ['mcp:read']), teamId: fixedId('team', 'initech', 'Delivery') },
      'team',
    ],
    ['write as a viewer', decision('cleo', 'acme', ['mcp:read', 'mcp:write']), 'role'],
    ['billing as a member', decision('ben', 'acme', ALL), 'role'],
    ['write where it is off', decision('ada', 'globex', ['mcp:read', 'mcp:write']), 'write_switch'],
    ['billing where it is off', decision('ada', 'acme', ALL), 'billing_switch'],
  ])('to %s is refused and stores nothing', async (_what, chosen, missing) => {
    const person = ['ada', 'ben', 'cleo'].find((name) => fixedId('user', name) === chosen.userId) ?? 'ada';
    const { browser, uid } = await atConsent(person);
    const before = await stored();
    const response = await take(browser, uid, { step: 'allow', decision: chosen });
    expect(response.body).toEqual({ refused: missing });
    expect(await stored()).toEqual(before);
  });

  test('for somebody else than who signed in is refused', async () => {
    const { browser, uid } = await atConsent('cleo');
    const response = await take(browser, uid, { step: 'allow', decision: decision('ada', 'acme', ['mcp:read']) });
    expect(response.status).toBe(400);
  });

  test('is refused before anybody signed in', async () => {
    const browser = new Browser(app);
    const uid = await startInteraction(browser, app, { clientId });
    const response = await take(browser, uid, { step: 'allow', decision: decision('ada', 'acme', ['mcp:read']) });
    expect(response.status).toBe(400);
  });

  test('to billing without write is stored as read', async () => {
    const { browser, uid } = await atConsent('finn');
    const approved = ['mcp:write:billing'];
    const allowed = await take(browser, uid, { step: 'allow', decision: decision('finn', 'initech', approved) });
    expect(allowed.status).toBe(200);
    const [connection] = await withQueries(database.owner, (db) =>
      db.selectFrom('connection').select('approved').where('userId', '=', fixedId('user', 'finn')).execute(),
    );
    expect(connection?.approved).toEqual(['mcp:read']);
  });

  test('that is denied ends at the client with the reason', async () => {
    const { browser, uid } = await atConsent('ada');
    const { location } = await goOn(browser, uid, { step: 'deny', description: 'Writing is off in Globex.' });
    expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({
      error: 'access_denied',
      error_description: 'Writing is off in Globex.',
      iss: AUTH_URL,
    });
    expect(location?.searchParams.get('state')).toBeTruthy();
    const [event] = await withQueries(database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('action', '=', 'consent.refused').execute(),
    );
    expect(event).toMatchObject({ clientId, userId: fixedId('user', 'ada'), outcome: 'refused' });
  });

  test('cannot be given twice with one interaction', async () => {
    const { browser, uid } = await atConsent('ada');
    const allow = { step: 'allow', decision: decision('ada', 'acme', ['mcp:read']) };
    await goOn(browser, uid, allow);
    expect((await take(browser, uid, allow)).status).toBe(400);
  });

  async function stored() {
    return withQueries(database.owner, async (db) => ({
      connections: (await db.selectFrom('connection').select('id').execute()).length,
      grants: (await db.selectFrom('oidcPayload').select('idHash').where('model', '=', 'Grant').execute()).length,
      given: (await db.selectFrom('auditEvent').select('id').where('action', '=', 'consent.given').execute()).length,
    }));
  }
});

test('a consent waits for an admin who is turning writing off, and is then refused', async () => {
  const browser = new Browser(app);
  const uid = await signIn(browser, await startInteraction(browser, app, { clientId }), 'ada');
  const admin = await database.owner.connect();
  await admin.query('begin');
  await admin.query(`update organization set mcp_write = false, mcp_billing_write = false where slug = 'initech'`);
  const organizationId = fixedId('organization', 'initech');
  const decision = {
    userId: fixedId('user', 'ada'),
    organizationId,
    teamId: null,
    approved: ['mcp:read', 'mcp:write'],
  };
  const allowed = take(browser, uid, { step: 'allow', decision });
  await vi.waitUntil(async () => {
    const { rows } = await database.owner.query(`select from pg_stat_activity where wait_event_type = 'Lock'`);
    return rows.length > 0;
  });
  await admin.query('commit');
  admin.release();
  expect((await allowed).body).toEqual({ refused: 'write_switch' });
});
