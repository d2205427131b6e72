import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp } from './test-app.ts';

const database = useTestDatabase('demo');
const host = 'mcp.example.test';

/** Stands where the authorization server is, and tells what reached it; e2e asks the real one. */
interface Heard {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  readonly body: string;
}
const heard: Heard[] = [];
const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  heard.push({ request, body: await text(request) });
  const refused = request.url === '/oauth/token';
  response.writeHead(refused ? 400 : request.method === 'POST' ? 201 : 200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'set-cookie': 'never=passed',
    ...(refused ? { 'www-authenticate': 'Basic realm="x"' } : {}),
  });
  response.end(JSON.stringify(refused ? { error: 'invalid_grant' } : { answered: request.url }));
}

let authUrl: string;
let app: FastifyInstance;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  authUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = await buildTestApp(database.tools, { env: { AUTH_URL: authUrl } });
});
afterAll(async () => {
  await app?.close();
  server.close();
});
beforeEach(() => void heard.splice(0));

describe('a client that looks for the authorization server at this host', () => {
  // The protocol of March 2025 knows no other place (SDK 1.10 and 1.11); Raycast gives up at a 404 (anthropics/claude-ai-mcp#706, #900).
  it.each([
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-authorization-server/',
    '/.well-known/oauth-authorization-server/mcp',
    '/.well-known/oauth-authorization-server/mcp/',
    '/.well-known/oauth-authorization-server/mcp/o/acme',
    '/.well-known/openid-configuration',
    '/.well-known/openid-configuration/',
    '/.well-known/openid-configuration/mcp/readonly',
  ])('finds its metadata at %s, whatever page asks', async (url) => {
    const response = await app.inject({ url, headers: { host, origin: 'https://anywhere.example' } });
    expect(response.statusCode).toBe(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['content-type']).toContain('application/json');
    const [, wellKnown] = /^\/\.well-known\/([\w-]+)/.exec(url) ?? [];
    expect(response.json()).toEqual({ answered: `/.well-known/${wellKnown}` });
  });

  it('asks the authorization server once for many', async () => {
    const another = await buildTestApp(database.tools, { env: { AUTH_URL: authUrl } });
    for (let asked = 0; asked < 5; asked += 1)
      await another.inject({ url: '/.well-known/oauth-authorization-server', headers: { host } });
    expect(heard).toHaveLength(1);
    await another.close();
  });

  it.each(['/authorize', '/authorize/', '/oauth/authorize'])(
    'is sent from %s to where people sign in, with all it asked',
    async (path) => {
      const query = '?client_id=a%20b&state=%2F%2Fevil.example&scope=mcp:read';
      const response = await app.inject({ url: path + query, headers: { host } });
      expect(response.statusCode).toBe(302);
      expect(response.headers.location).toBe(`${authUrl}/oauth/authorize${query}`);
    },
  );

  it('is sent nowhere else by what it writes behind the path', async () => {
    for (const url of ['/authorize//evil.example', '/authorize@evil.example', '//evil.example/authorize'])
      expect((await app.inject({ url, headers: { host } })).headers.location).toBeUndefined();
  });

  it.each([
    ['/token', '/oauth/token', 400],
    ['/token/', '/oauth/token', 400],
    ['/oauth/token', '/oauth/token', 400],
    ['/register', '/oauth/register', 201],
    ['/register/', '/oauth/register', 201],
    ['/revoke', '/oauth/revoke', 201],
  ])('has what it posts to %s answered by %s, refusals too', async (url, asked, status) => {
    const type = url.includes('register') ? 'application/json' : 'application/x-www-form-urlencoded';
    const payload = url.includes('register') ? '{"redirect_uris":[]}' : 'grant_type=refresh_token&a=%20b';
    const response = await app.inject({
      method: 'POST',
      url,
      headers: {
        host,
        origin: 'https://anywhere.example',
        'content-type': type,
        authorization: 'Basic eDp5',
        'user-agent': 'python-httpx/0.28.1',
        cookie: 'a=b',
      },
      payload,
    });
    expect(response.statusCode).toBe(status);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['www-authenticate']).toBe(status === 400 ? 'Basic realm="x"' : undefined);
    const [{ request, body }] = heard as [Heard];
    expect([request.method, request.url, body]).toEqual(['POST', asked, payload]);
    expect(request.headers).toMatchObject({
      'content-type': type,
      authorization: 'Basic eDp5',
      'user-agent': 'python-httpx/0.28.1',
      'x-forwarded-for': '127.0.0.1',
    });
    expect(request.headers.cookie).toBeUndefined();
  });

  it('may ask from a page, which is answered its preflight', async () => {
    const headers = { host, origin: 'https://anywhere.example', 'access-control-request-method': 'POST' };
    for (const url of ['/token', '/register/', '/oauth/revoke']) {
      const response = await app.inject({ method: 'OPTIONS', url, headers });
      expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([204, '*']);
    }
  });

  it('is refused what is larger than the authorization server takes, and nothing is handed on', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/token',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'x'.repeat(60_000),
    });
    expect([response.statusCode, response.json<{ error: string }>().error]).toEqual([413, 'invalid_request']);
    expect(heard).toEqual([]);
  });

  it('is told to come back while the authorization server is away, in no words that cost it its tokens', async () => {
    const alone = await buildTestApp(database.tools, { env: { AUTH_URL: 'http://127.0.0.1:1' } });
    for (const [method, url] of [
      ['POST', '/token'],
      ['POST', '/register'],
      ['GET', '/.well-known/oauth-authorization-server'],
    ] as const) {
      const response = await alone.inject({ method, url, headers: { host } });
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('5');
      expect(response.json()).toMatchObject({ error: 'temporarily_unavailable' });
    }
    await alone.close();
  });
});
