import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTH_URL, buildTestApp, CONSOLE_URL, connect, MCP_URL, message } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
afterAll(() => app.close());

const host = 'mcp.example.test';
const metadata = '/.well-known/oauth-protected-resource';

describe('protected resource metadata', () => {
  it.each([
    [metadata, `${MCP_URL}/mcp`],
    [`${metadata}/mcp`, `${MCP_URL}/mcp`],
    [`${metadata}/mcp/`, `${MCP_URL}/mcp/`],
    [`${metadata}/mcp/o/acme/`, `${MCP_URL}/mcp/o/acme/`],
    // Of the bare host, told by its own challenge.
    [`${metadata}/`, `${MCP_URL}/`],
    [`${metadata}/mcp/o/acme`, `${MCP_URL}/mcp/o/acme`],
    [`${metadata}/mcp/o/ACME`, `${MCP_URL}/mcp/o/ACME`],
    [`${metadata}/mcp/o/no-such-organization`, `${MCP_URL}/mcp/o/no-such-organization`],
  ])('%s speaks of %s', async (url, resource) => {
    const response = await app.inject({ url, headers: { host, origin: 'https://anywhere.example' } });
    expect(response.statusCode).toBe(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.json()).toEqual({
      resource,
      resource_name: 'Countersign',
      authorization_servers: [AUTH_URL],
      scopes_supported: ['mcp:read', 'mcp:write', 'mcp:write:billing'],
      bearer_methods_supported: ['header'],
    });
  });

  it('does not believe forwarded hosts', async () => {
    const headers = {
      host,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    };
    expect((await app.inject({ url: metadata, headers })).body).not.toContain('evil');
  });

  it.each([
    `${metadata}/mcp/o/`,
    `${metadata}/mcp/o/a%2Fb`,
    `${metadata}/mcp/o/${'a'.repeat(64)}`,
    `${metadata}/other`,
    '/.well-known/oauth-authorization-server/other',
    '/register',
    '/token',
  ])('there is nothing at %s', async (url) => {
    expect((await app.inject({ url, headers: { host } })).statusCode).toBe(404);
  });
});

describe('Host', () => {
  it.each(['evil.example', 'mcp.example.test.evil.example', 'mcp.example.test:8080', 'localhost', ''])(
    '%j is refused',
    async (foreign) => {
      for (const url of ['/mcp', metadata]) {
        expect((await app.inject({ url, headers: { host: foreign } })).statusCode).toBe(403);
      }
    },
  );

  it('in capitals is the same host', async () => {
    expect((await app.inject({ url: metadata, headers: { host: 'MCP.example.test' } })).statusCode).toBe(200);
  });

  it('does not matter to probes', async () => {
    expect((await app.inject({ url: '/healthz', headers: { host: '10.0.0.7' } })).statusCode).toBe(200);
    expect((await app.inject({ url: '/readyz', headers: { host: '10.0.0.7' } })).statusCode).toBe(200);
  });
});

describe('Origin', () => {
  it.each([
    ['https://evil.example', 403],
    ['https://claude.ai.evil.example', 403],
    ['http://claude.ai', 403],
    ['https://claude.ai:8443', 403],
    ['http://localhost:9999', 403],
    ['null', 403],
    ['', 403],
    ['https://claude.ai', 200],
    ['https://claude.com', 200],
    ['https://chatgpt.com', 200],
    ['https://vscode.dev', 200],
    ['https://insiders.vscode.dev', 200],
    ['https://github.dev', 200],
    ['https://vscode.dev.evil.example', 403],
    ['https://a.github.dev', 403],
    ['http://localhost:6274', 200],
    [CONSOLE_URL, 200],
  ])('%j at /mcp is %i', async (origin, status) => {
    const accessToken = (await connect(database)).accessToken();
    const options = message('legacy', 'tools/list', {}, { accessToken });
    const response = await app.inject({ ...options, headers: { ...options.headers, origin } });
    expect(response.statusCode).toBe(status);
    expect(response.headers['access-control-allow-origin']).toBe(status === 200 ? origin : undefined);
  });
});

describe('Origin, when the server itself is on this machine,', () => {
  it.each([
    ['http://localhost:9999', 401],
    ['http://127.0.0.1:5173', 401],
    ['http://localhost.evil.example', 403],
    ['http://127.0.0.1.evil.example', 403],
    ['https://evil.example', 403],
    ['null', 403],
  ])('%j without credentials is %i', async (origin, status) => {
    const local = await buildTestApp(database.tools, { env: { MCP_URL: 'http://localhost:4001' } });
    const headers = { host: 'localhost:4001', origin };
    expect((await local.inject({ method: 'POST', url: '/mcp', headers })).statusCode).toBe(status);
    await local.close();
  });
});

describe('a page of an allowed origin', () => {
  const origin = 'http://localhost:6274';

  it('may ask before it calls', async () => {
    const headers = {
      host,
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type, mcp-protocol-version',
    };
    const response = await app.inject({ method: 'OPTIONS', url: '/mcp', headers });
    expect(response.statusCode).toBe(204);
    expect(response.headers['access-control-allow-origin']).toBe(origin);
    expect(String(response.headers['access-control-allow-headers']).toLowerCase()).toContain('mcp-protocol-version');
  });

  it('can read the challenge', async () => {
    const options = message('legacy', 'tools/list');
    const response = await app.inject({ ...options, headers: { ...options.headers, origin } });
    expect(response.statusCode).toBe(401);
    expect(response.headers['access-control-allow-origin']).toBe(origin);
    for (const name of ['WWW-Authenticate', 'Mcp-Session-Id', 'MCP-Protocol-Version']) {
      expect(response.headers['access-control-expose-headers']).toContain(name);
    }
  });

  it('of a foreign origin is not let in by its preflight', async () => {
    const headers = { host, origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const response = await app.inject({ method: 'OPTIONS', url: '/mcp', headers });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});
