import { Browser } from '@countersign/testing/browser';
import {
  authorizationUrl,
  pkce,
  REDIRECT_URI,
  redeem,
  refresh,
  register,
  registerPublic,
} from '@countersign/testing/oauth-client';
import { describe, expect, test } from 'vitest';
import { AUTH_URL } from './harness.ts';
import { authorize, connect, find } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();

function query(params: Record<string, string | undefined> = {}): string {
  return new URL(
    authorizationUrl(app(), { client_id: clientId(), code_challenge: pkce().challenge, state: 'the state', ...params }),
  ).search;
}

function post(path: string, form: Record<string, string>, headers = {}) {
  return app().inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });
}

const ask = (params: Record<string, string | undefined>) => app().inject(`/oauth/authorize${query(params)}`);

describe('a path that two routers could read in two ways', () => {
  const forged = {
    scope: 'openid mcp:read',
    x_asked_scope: 'mcp:read mcp:write',
    claims: '{"id_token":{"email":null}}',
  };

  test.each([
    '/oauth/authorize//',
    '/oauth//authorize',
    '//oauth/authorize',
    '/OAUTH/Authorize',
    '/oauth/authorize;x',
    '/oauth/authorize%3f',
  ])('%s begins no authorization', async (path) => {
    const response = await app().inject(path + query(forged));
    expect([path, response.statusCode]).toEqual([path, 404]);
    expect(response.headers.location).toBeUndefined();
  });

  test.each([
    ['an encoded letter', '/oauth/%61uthorize'],
    ['a slash behind it', '/oauth/authorize/'],
    ['a dot behind it', '/oauth/authorize/.'],
    ['an encoded dot behind it', '/oauth/authorize/%2e'],
    ['a way up and down again', '/oauth/authorize/%2e%2e/authorize/'],
  ])('with %s is the same endpoint, and reads a request by the same rules', async (_what, path) => {
    const browser = new Browser(app());
    const { location } = await browser.request(path + query(forged));
    const uid = location?.pathname.split('/').at(-1) ?? '';
    expect((await find(browser, uid)).requested).toEqual(['mcp:read']);
  });

  test('does not take a renewal out of its transaction and its record', async () => {
    const tokens = await connect(app(), { clientId: clientId() });
    const form = { grant_type: 'refresh_token', client_id: clientId(), refresh_token: tokens.refresh_token };
    expect((await post('/oauth/%74oken', form)).statusCode).toBe(200);
    const { rows } = await database.owner.query("select from audit_event where action = 'token.renewed'");
    expect(rows).toHaveLength(1);
  });
});

describe('the answer to an authorization', () => {
  test.each(['fragment', 'form_post', 'web_message', 'jwt', 'query.jwt', 'x'])(
    'is given as a query and never as %s',
    async (responseMode) => {
      const location = new URL(String((await ask({ response_mode: responseMode })).headers.location));
      expect(location.searchParams.get('error')).toBe('unsupported_response_mode');
      expect(location.hash).toBe('');
    },
  );

  test('may be asked for by its one name', async () => {
    const { redirect } = await authorize(app(), { clientId: clientId(), params: { response_mode: 'query' } });
    expect(redirect.searchParams.get('code')).toBeTruthy();
  });
});

describe('a request', () => {
  test.each([
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['an address of a request object', { request_uri: 'https://client.example.com/r' }, 'request_uri_not_supported'],
    ['a pushed request', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'request_uri_not_supported'],
  ])('cannot be replaced by %s', async (_what, params, error) => {
    const location = new URL(String((await ask(params)).headers.location));
    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('iss')).toBe(AUTH_URL);
  });

  test.each(['client_id', 'redirect_uri', 'state', 'code_challenge', 'response_type'])(
    'that says %s twice begins nothing',
    async (name) => {
      for (const second of ['countersign-console', 'https://evil.example/callback']) {
        const response = await app().inject(`/oauth/authorize${query({ scope: 'mcp:read' })}&${name}=${second}`);
        expect(String(response.headers.location)).not.toContain('/oauth/interaction/');
        expect(String(response.headers.location)).not.toContain('evil.example');
      }
    },
  );

  test('cannot borrow the console’s rules by naming it first', async () => {
    const response = await app().inject(`/oauth/authorize?client_id=countersign-console&${query().slice(1)}`);
    expect(response.statusCode).toBe(400);
    expect(response.headers.location).toBeUndefined();
  });

  test.each([
    ['state', { state: 'a\0b' }],
    ['client_id', { client_id: 'a\0b' }],
    ['scope', { scope: 'mcp:read\0' }],
  ])('with a null character in %s is the sender’s fault', async (_where, params) => {
    expect((await ask(params)).statusCode).toBe(400);
  });

  test('for tokens with a null character is the sender’s fault, wherever it stands', async () => {
    expect((await refresh(app(), 'a\0b', 'x')).status).toBe(400);
    expect((await refresh(app(), clientId(), 'a\0b')).status).toBe(400);
    const basic = `Basic ${Buffer.from('a%00b:secret').toString('base64')}`;
    const form = { grant_type: 'refresh_token', refresh_token: 'x' };
    expect((await post('/oauth/token', form, { authorization: basic })).statusCode).toBe(400);
  });
});

describe('a redirect address of the person’s own computer', () => {
  test.each(['https://localhost/callback', 'https://app.localhost:8443/callback', 'https://127.0.0.1/callback'])(
    '%s is shown as one, though it says https',
    async (uri) => {
      const metadata = { redirect_uris: [uri], token_endpoint_auth_method: 'none' };
      const { client_id: id } = (await register(app(), metadata)).body;
      const { interaction } = await authorize(app(), { clientId: id, params: { redirect_uri: uri } });
      expect(interaction.redirectsToLoopback).toBe(true);
    },
  );

  test.each([
    ['another path', 'http://127.0.0.1:7000/other'],
    ['another name for the same', 'http://localhost:7000/callback'],
    ['a user', 'http://x@127.0.0.1:7000/callback'],
    ['a short form', 'http://127.1:7000/callback'],
    ['a path of its own after the port', 'http://127.0.0.1:7000/callback/../callback'],
    ['a query', 'http://127.0.0.1:7000/callback?x=1'],
    ['https', 'https://127.0.0.1:7000/callback'],
  ])('may come back on another port, but not with %s', async (_what, redirect_uri) => {
    const metadata = { redirect_uris: ['http://127.0.0.1/callback'], token_endpoint_auth_method: 'none' };
    const { client_id } = (await register(app(), metadata)).body;
    expect((await ask({ client_id, redirect_uri: 'http://127.0.0.1:7000/callback' })).statusCode).toBe(303);
    const response = await ask({ client_id, redirect_uri });
    expect(response.statusCode).toBe(400);
    expect(response.headers.location).toBeUndefined();
  });
});

describe('a code', () => {
  test('is of no use to another client, with or without the verifier, and stays good for its own', async () => {
    const thief = await registerPublic(app());
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    expect((await redeem(app(), { client_id: thief, code, code_verifier: verifier })).body).toMatchObject({
      error: 'invalid_grant',
    });
    expect((await redeem(app(), { client_id: thief, code })).status).toBe(400);
    expect((await redeem(app(), { client_id: clientId(), code, code_verifier: verifier })).status).toBe(200);
  });

  test('needs its own verifier and redirect address', async () => {
    const { code, verifier } = await authorize(app(), { clientId: clientId() });
    for (const form of [
      { code_verifier: pkce().verifier },
      { code_verifier: undefined },
      { code_verifier: verifier, redirect_uri: 'https://evil.example/callback' },
    ]) {
      const response = await redeem(app(), { client_id: clientId(), code, ...form });
      expect([form, response.status]).toEqual([form, 400]);
    }
  });
});

test('a token is never given for a password, an assertion or a device', async () => {
  for (const grant_type of [
    'password',
    'client_credentials',
    'implicit',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:token-exchange',
  ]) {
    const response = await post('/oauth/token', { grant_type, client_id: clientId() });
    expect(response.json()).toMatchObject({ error: 'unsupported_grant_type' });
  }
});

test('a registration gives nothing to change it with later', async () => {
  const { body } = await register(app(), { redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' });
  const { client_id: id, ...rest } = body;
  expect(rest).not.toHaveProperty('registration_access_token');
  expect(rest).not.toHaveProperty('registration_client_uri');
  for (const method of ['GET', 'PUT', 'DELETE'] as const) {
    expect((await app().inject({ method, url: `/oauth/register/${id}` })).statusCode).toBe(404);
  }
});

test('browsers are told to come by https only', async () => {
  for (const url of ['/', '/oauth/jwks', `/oauth/authorize${query()}`]) {
    expect((await app().inject(url)).headers['strict-transport-security']).toBe('max-age=31536000');
  }
});

describe('a request with more in it than anybody reads', () => {
  test.each(['resource', 'scope', 'x'])('is refused before it is read: 5,000 times %s', async (name) => {
    const many = `${name}=a&`.repeat(5000);
    const token = await app().inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: many,
    });
    expect([token.statusCode, token.json().error]).toEqual([400, 'invalid_request']);
    const asked = await app().inject(`/oauth/authorize${query()}&${many.slice(0, 8000)}`);
    expect([asked.statusCode, asked.json().error]).toEqual([400, 'invalid_request']);
  });

  test('names no resource with an address that is longer than any of ours', async () => {
    const resource = `https://mcp.example.test/mcp${'/'.repeat(15_000)}x`;
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId(),
      code: 'x',
      redirect_uri: REDIRECT_URI,
      resource,
    };
    expect((await post('/oauth/token', { ...form, code_verifier: 'x'.repeat(43) })).statusCode).toBe(400);
  });
});
