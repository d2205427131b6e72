import { describe, expect, test } from 'vitest';
import { AUTH_URL } from './harness.ts';
import { useAuth } from './use-auth.ts';

const { app } = useAuth();

const RFC_8414 = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';

describe('the authorization server metadata', () => {
  test('says everything real clients look for', async () => {
    const response = await app().inject(RFC_8414);
    expect(response.json()).toMatchObject({
      issuer: AUTH_URL,
      authorization_endpoint: `${AUTH_URL}/oauth/authorize`,
      token_endpoint: `${AUTH_URL}/oauth/token`,
      registration_endpoint: `${AUTH_URL}/oauth/register`,
      revocation_endpoint: `${AUTH_URL}/oauth/revoke`,
      jwks_uri: `${AUTH_URL}/oauth/jwks`,
      code_challenge_methods_supported: ['S256'],
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      scopes_supported: ['mcp:read', 'mcp:write', 'mcp:write:billing', 'offline_access'],
    });
  });

  test('names no endpoint of a feature that is off', async () => {
    const metadata = (await app().inject(RFC_8414)).json<object>();
    for (const name of [
      'userinfo',
      'end_session',
      'introspection',
      'pushed_authorization_request',
      'device_authorization',
    ]) {
      expect(metadata).not.toHaveProperty(`${name}_endpoint`);
    }
    expect(metadata).not.toHaveProperty('dpop_signing_alg_values_supported');
  });

  test('is the same at the OpenID path', async () => {
    expect((await app().inject(OPENID)).json()).toEqual((await app().inject(RFC_8414)).json());
  });

  test.each([RFC_8414, OPENID])('never follows the Host or X-Forwarded headers of a request to %s', async (url) => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const response = await app().inject({ url, headers });
    expect(response.body).not.toContain('evil.example');
    expect(response.json()).toMatchObject({ token_endpoint: `${AUTH_URL}/oauth/token` });
  });

  test('publishes public keys only', async () => {
    const { keys } = (await app().inject('/oauth/jwks')).json<{ keys: object[] }>();
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
  });
});

describe('browser clients', () => {
  const origin = 'http://localhost:6274';

  test.each([RFC_8414, OPENID, '/oauth/jwks'])('may read %s', async (url) => {
    const response = await app().inject({ url, headers: { origin } });
    expect([origin, '*']).toContain(response.headers['access-control-allow-origin']);
  });

  test.each(['/oauth/register', '/oauth/token', '/oauth/revoke'])('may post to %s', async (url) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const preflight = await app().inject({ method: 'OPTIONS', url, headers });
    expect(preflight.statusCode).toBe(204);
    expect([origin, '*']).toContain(preflight.headers['access-control-allow-origin']);
    expect(preflight.headers['access-control-allow-headers']).toContain('content-type');
    const post = await app().inject({ method: 'POST', url, headers: { origin }, payload: {} });
    expect([origin, '*']).toContain(post.headers['access-control-allow-origin']);
  });
});

test('the process says that it is up and ready', async () => {
  expect((await app().inject('/healthz')).statusCode).toBe(200);
  expect((await app().inject('/readyz')).statusCode).toBe(200);
});

test.each(['/oauth/nothing', '/oauth/TOKEN', '/oauth/token/', '/oauth/%74oken', '/request', '/me', '/session/end'])(
  '%s is nobody’s endpoint',
  async (url) => {
    expect((await app().inject(url)).statusCode).toBe(404);
  },
);
