import { withQueries } from '@countersign/db/connections/transaction';
import { refresh, registerPublic, revoke } from '@countersign/testing/oauth-client';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startAuth, type TestAuth } from './harness.ts';
import { connect } from './seam.ts';

const database = useTestDatabase('demo');
afterEach(() => vi.restoreAllMocks());

const BODY = { redirect_uris: ['https://client.example.com/callback'], token_endpoint_auth_method: 'none' };

test('a whole flow draws no notice from the provider about its configuration', async () => {
  const printed = (['info', 'warn', 'error', 'log'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(() => {}),
  );
  const app = await startAuth(database);
  const clientId = await registerPublic(app);
  const tokens = await connect(app, { clientId });
  await refresh(app, clientId, tokens.refresh_token, {}, { origin: 'http://localhost:6274' });
  await revoke(app, clientId, tokens.refresh_token);
  await app.inject({ url: '/oauth/authorize?client_id=nobody', headers: { accept: 'text/html' } });
  await app.close();
  expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

describe('what cannot be read', () => {
  test.each([
    ['/oauth/token', 'application/json', '{}', 400],
    ['/oauth/token', 'text/plain', 'x', 400],
    ['/oauth/token', 'application/x-www-form-urlencoded', 'x'.repeat(60_000), 413],
    ['/oauth/token', 'application/x-www-form-urlencoded', '%%%=&&&', 400],
    ['/oauth/revoke', 'application/x-www-form-urlencoded', '', 400],
    ['/oauth/register', 'application/x-www-form-urlencoded', 'a=b', 400],
    ['/oauth/register', 'application/json', JSON.stringify({ ...BODY, x: 'x'.repeat(60_000) }), 400],
  ])('at %s as %s is answered with an OAuth error', async (url, type, payload, status) => {
    const app = await startAuth(database);
    const response = await app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ error: 'invalid_request', error_description: expect.any(String) });
    await app.close();
  });
});

describe('what programs ask', () => {
  let app: TestAuth;
  beforeAll(async () => {
    app = await startAuth(database);
  });
  afterAll(() => app?.close());

  // RFC 6749 §5.2 and RFC 7591 §3.2.2 know JSON alone. The second is what Java's client sends of itself (anthropics/claude-ai-mcp#134).
  const ACCEPTS = [
    'text/html',
    'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
    'application/xhtml+xml',
    '*/*',
    '',
  ];
  const FORM = 'application/x-www-form-urlencoded';
  test.each(
    ACCEPTS.flatMap((accept) => [
      ['POST', '/oauth/token', FORM, 'grant_type=refresh_token&client_id=nobody&refresh_token=x', accept, 401] as const,
      ['POST', '/oauth/token', FORM, '', accept, 400] as const,
      ['POST', '/oauth/register', 'application/json', '{"redirect_uris":[]}', accept, 400] as const,
      ['POST', '/oauth/revoke', FORM, 'token=x', accept, 400] as const,
      ['POST', '/oauth/introspect', FORM, 'token=x', accept, 404] as const,
      ['GET', '/oauth/userinfo', undefined, undefined, accept, 404] as const,
      ['GET', '/.well-known/webfinger', undefined, undefined, accept, 404] as const,
      ['GET', '/oauth/token', undefined, undefined, accept, 404] as const,
      ['POST', '/oauth/jwks', undefined, undefined, accept, 404] as const,
    ]),
  )('%s %s as %s %j that accepts %j is answered %# in JSON', async (method, url, type, payload, accept, status) => {
    const headers = { accept, ...(type ? { 'content-type': type } : {}) };
    const response = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.json()).toEqual({ error: expect.any(String), error_description: expect.any(String) });
  });

  test.each([
    ['GET', '/.well-known/oauth-authorization-server', 200],
    ['HEAD', '/.well-known/oauth-authorization-server', 200],
    ['GET', '/.well-known/openid-configuration', 200],
    ['GET', '/oauth/jwks', 200],
    ['POST', '/oauth/token', 400],
    ['POST', '/oauth/register', 201],
    ['POST', '/oauth/revoke', 400],
    ['OPTIONS', '/oauth/register', 204],
    ['GET', '/oauth/authorize', 400],
  ] as const)('%s %s is answered the same with a slash behind it', async (method, path, status) => {
    const ask = (url: string) =>
      app.inject({
        method,
        url,
        headers: { accept: 'application/json' },
        ...(path === '/oauth/register' && method === 'POST' ? { payload: BODY } : {}),
      });
    const [plain, slashed] = [await ask(path), await ask(`${path}/`)];
    expect([plain.statusCode, slashed.statusCode]).toEqual([status, status]);
    const told = ({ body, headers }: typeof plain) => [
      headers['content-type'],
      body.replace(/"client_id(_issued_at)?":[^,]+/g, ''),
    ];
    expect(told(slashed)).toEqual(told(plain));
  });
});

test('forms and JSON arrive whole over a real connection', async () => {
  const app = await startAuth(database);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const registered = await fetch(`${address}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(BODY),
  });
  const { client_id: clientId } = (await registered.json()) as { client_id: string };
  expect(registered.status).toBe(201);
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: 'unknown' };
  for (let sent = 0; sent < 3; sent += 1) {
    const response = await fetch(`${address}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  }
  await app.close();
});

describe('the address of a request', () => {
  const addressOf = async (clientId: string) =>
    withQueries(database.owner, (db) =>
      db.selectFrom('auditEvent').select('address').where('clientId', '=', clientId).executeTakeFirst(),
    );
  const registerFrom = async (trustProxy: string, forwarded: string) => {
    const app = await startAuth(database, { trustProxy });
    const headers = { 'x-forwarded-for': forwarded };
    const response = await app.inject({ method: 'POST', url: '/oauth/register', payload: BODY, headers });
    await app.close();
    return addressOf(response.json<{ client_id: string }>().client_id);
  };

  test('is the one that connected, whatever a client claims', async () => {
    expect(await registerFrom('', '203.0.113.7')).toEqual({ address: '127.0.0.1' });
  });

  test('is the one a trusted proxy names, and not what was forged before it', async () => {
    expect(await registerFrom('127.0.0.0/8', '198.51.100.1, 203.0.113.7')).toEqual({ address: '203.0.113.7' });
  });
});

describe('too many requests', () => {
  let app: TestAuth;
  beforeAll(async () => {
    app = await startAuth(database);
  });
  afterAll(() => app?.close());

  const registerAs = (userAgent: string) =>
    app.inject({ method: 'POST', url: '/oauth/register', headers: { 'user-agent': userAgent }, payload: BODY });

  test('of registrations are answered with 429 in the shape of OAuth, which says when to come back', async () => {
    let response = await registerAs('noisy');
    for (let sent = 1; sent <= 200; sent += 1) response = await registerAs('noisy');
    expect(response.statusCode).toBe(429);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(3000);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.json()).toMatchObject({ error: 'temporarily_unavailable', error_description: expect.any(String) });
  });

  test('from one client shut out no other client of the same address, and no other endpoint', async () => {
    expect((await registerAs('noisy')).statusCode).toBe(429);
    expect((await registerAs('quiet')).statusCode).toBe(201);
    expect((await app.inject('/oauth/jwks')).statusCode).toBe(200);
  });

  test('with one refresh token are refused, while another of the same client and address is renewed', async () => {
    const clientId = await registerPublic(app);
    const [noisy, quiet] = [await connect(app, { clientId }), await connect(app, { clientId })];
    const unknown = `${noisy.refresh_token}x`;
    const answers = await Promise.all(Array.from({ length: 40 }, () => refresh(app, clientId, unknown)));
    expect(answers.filter(({ status }) => status === 429).length).toBe(10);
    expect((await refresh(app, clientId, quiet.refresh_token)).status).toBe(200);
    expect((await refresh(app, clientId, noisy.refresh_token)).status).toBe(200);
  });
});
