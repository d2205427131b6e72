import { Browser } from '@countersign/testing/browser';
import { authorizationUrl, type Parameters, pkce, REDIRECT_URI, redeem } from '@countersign/testing/oauth-client';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { AUTH_URL, MCP_URL } from './harness.ts';
import { authorize, startInteraction, take } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId } = useAuth();

/** Where the request ends without a person: at the client, as an error. */
async function refusal(params: Parameters) {
  const usual = { client_id: clientId(), code_challenge: pkce().challenge, state: 'the state' };
  const response = await app().inject(authorizationUrl(app(), { ...usual, ...params }));
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
    // Claude sends the address as typed, and people add a parameter to add it twice or to have its tools read again
    // (getsentry/sentry-mcp#1247, getsentry/sentry-for-ai#334, anthropics/claude-ai-mcp#45, #178, #1044).
    ['with a parameter of nobody’s', `${canonical}?v=20260916`, `${canonical}?v=20260916`, canonical],
    ['with parameters on one leg only', `${canonical}/?utm_source=plugin&client=x`, canonical, canonical],
    ['with ours among them', `${canonical}?v=1&toolsets=work`, `${canonical}?toolsets=work`, canonical],
    ['with a question mark alone', `${canonical}?`, canonical, canonical],
    ['as origin with a parameter', `${MCP_URL}?v=2`, canonical, canonical],
    ['of one organization, with a parameter', `${acme}?v=2`, acme, acme],
    [
      'that only reads, with a parameter',
      `${canonical}/readonly?v=2`,
      `${canonical}/readonly/?v=3`,
      `${canonical}/readonly`,
    ],
    ['of one organization that only reads, with one', `${acme}/readonly?v=2`, undefined, `${acme}/readonly`],
    ['in capitals', canonical.toUpperCase(), `${canonical.toUpperCase()}?V=1`, canonical],
    ['of one organization in capitals', acme.toUpperCase(), acme, acme],
    ['with escaped letters', `${MCP_URL}/%6Dcp/o/ac%6De`, `${MCP_URL}/mcp%2Fo%2Facme`, acme],
    ['escaped once too often', encodeURIComponent(canonical), encodeURIComponent(`${canonical}?v=1`), canonical],
    ['with doubled slashes', `${MCP_URL}//mcp//`, canonical, canonical],
    ['with space around', ` ${canonical} `, canonical, canonical],
    ['the word for nothing', 'null', 'undefined', canonical],
  ])('%s gives a token for exactly one audience', async (_how, first, second, aud) => {
    const { code, verifier } = await authorize(app(), { clientId: clientId(), params: { resource: first } });
    const response = await redeem(app(), { client_id: clientId(), code, code_verifier: verifier, resource: second });
    expect(decodeJwt(response.body.access_token).aud).toBe(aud);
  });

  test.each([
    'https://evil.example/mcp',
    `${MCP_URL}/other`,
    `${MCP_URL}/mcp/o/`,
    `${MCP_URL}/mcp/o/a/b`,
    `${MCP_URL}/mcp/o/ac%6De/x`,
    // RFC 8707 §2: "MUST NOT include a fragment component".
    `${MCP_URL}/mcp#x`,
    `${MCP_URL}/mcp#`,
    `${MCP_URL}/mcp?v=1#x`,
    encodeURIComponent(`${MCP_URL}/mcp#x`),
    'http://mcp.example.com/mcp',
    `${MCP_URL}:8443/mcp`,
    `${MCP_URL}.evil.example/mcp?v=1`,
    `https://evil.example/?${MCP_URL}/mcp`,
    `${MCP_URL}/mcp/o/%E2%84%AAelvin`,
    `${MCP_URL}/%256Dcp`,
    'https://user@mcp.example.com/mcp',
    'mcp',
  ])('%s is refused as a target', async (resource) => {
    expect(await refusal({ resource })).toMatchObject({ error: 'invalid_target', state: 'the state', iss: AUTH_URL });
  });

  test('is one: two different ones are refused', async () => {
    expect(await refusal({ resource: [canonical, acme] })).toMatchObject({ error: 'invalid_target' });
  });

  test('cannot change between the legs, and trying costs nothing', async () => {
    const { code, verifier } = await authorize(app(), { clientId: clientId(), params: { resource: canonical } });
    const response = await redeem(app(), { client_id: clientId(), code, code_verifier: verifier, resource: acme });
    expect(response.body).toMatchObject({ error: 'invalid_target' });
    const again = await redeem(app(), { client_id: clientId(), code, code_verifier: verifier, resource: canonical });
    expect(again.status).toBe(200);
  });

  test('of one organization locks the interaction to it', async () => {
    const { interaction } = await authorize(app(), {
      clientId: clientId(),
      params: { resource: `${MCP_URL}/mcp/o/Acme` },
    });
    expect(interaction).toMatchObject({ organizationSlug: 'acme', resource: acme });
    await expect(
      authorize(app(), { clientId: clientId(), organization: 'initech', params: { resource: acme } }),
    ).rejects.toThrow('membership');
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
    const usual = { client_id: clientId(), code_challenge: pkce().challenge };
    const response = await app().inject({
      url: authorizationUrl(app(), { ...usual, ...params }),
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

  test.each<[string, Parameters, readonly string[]]>([
    ['nothing', { scope: undefined }, ['mcp:read']],
    ['unknown scopes only', { scope: 'openid profile claudeai' }, ['mcp:read']],
    [
      'everything listed',
      { scope: 'mcp:read mcp:write mcp:write:billing offline_access' },
      ['mcp:read', 'mcp:write', 'mcp:write:billing'],
    ],
    ['write alone', { scope: 'mcp:write' }, ['mcp:read', 'mcp:write']],
    ['an empty list', { scope: '' }, ['mcp:read']],
    ['an empty list of spaces', { scope: '  ' }, ['mcp:read']],
    ['the word for nothing', { scope: 'null' }, ['mcp:read']],
    ['a list in capitals', { scope: 'MCP:READ Mcp:Write' }, ['mcp:read', 'mcp:write']],
    ['a list with commas', { scope: 'mcp:read,mcp:write' }, ['mcp:read', 'mcp:write']],
    ['a list behind a byte order mark', { scope: '\uFEFFmcp:write' }, ['mcp:read', 'mcp:write']],
    ['a list as JSON', { scope: '["mcp:read","mcp:write"]' }, ['mcp:read', 'mcp:write']],
    ['each scope in a parameter of its own', { scope: ['mcp:read', 'mcp:write'] }, ['mcp:read', 'mcp:write']],
    ['what a person signs in with', { scope: 'openid profile email mcp:write' }, ['mcp:read', 'mcp:write']],
    ['a forged ask', { scope: 'mcp:read', x_asked_scope: 'mcp:read mcp:write' }, ['mcp:read']],
  ])('that asks for %s is shown as what it asks', async (_what, params, requested) => {
    const { interaction } = await authorize(app(), { clientId: clientId(), params });
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
    const { code, verifier } = await authorize(app(), { clientId: clientId(), params });
    const tokens = (await redeem(app(), { client_id: clientId(), code, code_verifier: verifier })).body;
    expect(tokens.refresh_token).toBeTruthy();
    expect(tokens.id_token).toBeUndefined();
  });

  test('comes back with state and issuer', async () => {
    const { redirect } = await authorize(app(), { clientId: clientId(), params: { state: 'kept' } });
    expect(redirect.searchParams.get('state')).toBe('kept');
    expect(redirect.searchParams.get('iss')).toBe(AUTH_URL);
    expect(redirect.origin + redirect.pathname).toBe(REDIRECT_URI);
  });

  test('is tied to the browser that began it', async () => {
    const uid = await startInteraction(new Browser(app()), app(), { clientId: clientId() });
    const other = await take(new Browser(app()), uid, { step: 'find' });
    expect(other.body).toEqual({ value: null });
  });
});
