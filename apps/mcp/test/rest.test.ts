import type { TestConnection } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, CONSOLE_URL, connect, MCP_URL, READ_ONLY, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let connection: TestConnection;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
  connection = await connect(database);
});
afterAll(() => app.close());

/** A call as a program makes it. */
function post(name: string, input: unknown, changed: InjectOptions & { headers?: Record<string, string> } = {}) {
  const { headers, ...rest } = changed;
  return app.inject({
    method: 'POST',
    url: `/v1/tools/${name}`,
    payload: JSON.stringify(input),
    ...rest,
    headers: {
      host: 'mcp.example.test',
      'content-type': 'application/json',
      authorization: `Bearer ${connection.accessToken()}`,
      ...headers,
    },
  });
}

describe('an answer', () => {
  it('is the tool’s output as it is, and nobody may keep it', async () => {
    const response = await post('list_teams', {});
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(response.json()).toMatchObject({ items: [{ name: 'Design' }, { name: 'Engineering' }] });
  });

  it('needs no body where the tool needs no input', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/tools/list_teams',
      headers: { host: 'mcp.example.test', authorization: `Bearer ${connection.accessToken()}` },
    });
    expect(response.statusCode).toBe(200);
  });
});

describe('a problem', () => {
  it('is RFC 9457 with our code, its facts and the request it happened in', async () => {
    const response = await post('list_teams', { limit: 'many', nonsense: 1 });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toEqual({
      type: `${CONSOLE_URL}/docs/errors.md#invalid_input`,
      title: 'The input does not fit',
      status: 400,
      detail: expect.stringContaining('limit'),
      instance: `urn:uuid:${String(response.headers['x-request-id'])}`,
      code: 'invalid_input',
      retry: 'after a change',
      fields: [expect.objectContaining({ path: 'limit' }), { path: 'nonsense', problem: 'is not a known property' }],
    });
  });

  it.each([
    ['no credentials', undefined, 'Bearer resource_metadata='],
    ['a token of another kind', 'Basic eDp5', 'Bearer error="invalid_token"'],
    ['nonsense', 'Bearer nonsense', 'Bearer error="invalid_token"'],
  ])(
    'with %s is 401 with a challenge that names the metadata of /mcp, for every path and method',
    async (_what, authorization, challenge) => {
      for (const method of ['POST', 'GET', 'DELETE'] as const) {
        for (const url of ['/v1/tools/list_teams', '/v1/tools/nothing', '/v1/nothing', '/v1']) {
          const headers = { host: 'mcp.example.test', ...(authorization && { authorization }) };
          const response = await app.inject({ method, url, headers });
          expect(response.statusCode).toBe(401);
          expect(response.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
          expect(response.headers['www-authenticate']).toContain(challenge);
          expect(response.headers['www-authenticate']).toContain(
            `resource_metadata="${MCP_URL}/.well-known/oauth-protected-resource/mcp"`,
          );
        }
      }
    },
  );

  it('refuses an access token of one organization’s URL', async () => {
    const pinned = await connect(database, { resource: `${MCP_URL}/mcp/o/acme` });
    const response = await post('list_teams', {}, { headers: { authorization: `Bearer ${pinned.accessToken()}` } });
    expect(response.statusCode).toBe(401);
  });

  it('refuses a connection on the request after it was revoked', async () => {
    const ended = await connect(database);
    const headers = { authorization: `Bearer ${ended.accessToken()}` };
    expect((await post('list_teams', {}, { headers })).statusCode).toBe(200);
    await ended.revoke();
    expect((await post('list_teams', {}, { headers })).statusCode).toBe(401);
  });

  it('names every scope a call needs when the connection lacks one', async () => {
    const reader = await connect(database, { approved: READ_ONLY });
    const response = await post(
      'create_note',
      { text: 'x' },
      { headers: { authorization: `Bearer ${reader.accessToken()}` } },
    );
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'insufficient_scope', scopes: ['mcp:read', 'mcp:write'] });
    expect(response.headers['www-authenticate']).toContain('scope="mcp:read mcp:write"');
  });

  it('of a switch brings the page to turn it on, and no challenge', async () => {
    const response = await post('create_quote', { amountMinor: 1 });
    expect(response.statusCode).toBe(403);
    expect(response.headers['www-authenticate']).toBeUndefined();
    expect(response.json()).toMatchObject({
      code: 'billing_write_disabled',
      url: `${CONSOLE_URL}/orgs/acme/settings/mcp-write-access`,
    });
  });

  it('obeys a switch from the very next request', async () => {
    expect((await post('create_note', { text: 'x' })).statusCode).toBe(200);
    await setSwitches(database.owner, 'acme', { mcpWrite: false });
    expect((await post('create_note', { text: 'x' })).json()).toMatchObject({ code: 'write_disabled' });
    await setSwitches(database.owner, 'acme', { mcpWrite: true });
  });

  it.each([
    ['an unknown tool', 'nothing', {}, {}, 404, { code: 'not_found' }],
    ['an inherited name', 'constructor', {}, {}, 404, { code: 'not_found' }],
    ['another method', 'list_teams', {}, { method: 'PUT' }, 405, { type: 'about:blank', title: 'Method Not Allowed' }],
    [
      'a form',
      'list_teams',
      {},
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      { type: 'about:blank' },
    ],
    ['text', 'list_teams', {}, { headers: { 'content-type': 'text/plain' } }, 415, { type: 'about:blank' }],
    [
      'what is no JSON',
      'list_teams',
      {},
      { payload: '{' },
      400,
      { code: 'invalid_input', detail: 'The body is not JSON. Send the input of the tool as one object.' },
    ],
    ['an array', 'list_teams', [], {}, 400, { code: 'invalid_input' }],
    ['a number', 'list_teams', 7, {}, 400, { code: 'invalid_input' }],
    ['a body of two megabytes', 'list_teams', { x: 'x'.repeat(2 ** 21) }, {}, 413, { type: 'about:blank' }],
  ] as const)('answers %s', async (_what, name, input, changed, status, body) => {
    const response = await post(name, input, changed);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ status, ...body });
    expect(response.headers.allow).toBe(status === 405 ? 'POST' : undefined);
  });

  it('answers a path that is none', async () => {
    const response = await post('', {}, { url: '/v1/nothing' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: 'about:blank', status: 404 });
  });
});

describe('the Idempotency-Key header', () => {
  it.each(['key-1', '"key-2"'])('%s is the idempotencyKey of the input', async (header) => {
    const first = await post('create_note', { text: 'once' }, { headers: { 'idempotency-key': header } });
    const second = await post('create_note', { text: 'once', idempotencyKey: header.replaceAll('"', '') });
    expect(second.json()).toEqual({ ...first.json(), replayed: true });
  });

  it('may be given as well when both agree, and is refused when they differ', async () => {
    const input = { text: 'x', idempotencyKey: 'one' };
    expect((await post('create_note', input, { headers: { 'idempotency-key': 'one' } })).statusCode).toBe(200);
    const response = await post('create_note', input, { headers: { 'idempotency-key': 'two' } });
    expect(response.json()).toMatchObject({ code: 'invalid_input', fields: [{ path: 'idempotencyKey' }] });
  });

  it('of other input is a conflict', async () => {
    await post('create_note', { text: 'a' }, { headers: { 'idempotency-key': 'again' } });
    const response = await post('create_note', { text: 'b' }, { headers: { 'idempotency-key': 'again' } });
    expect(response.statusCode).toBe(409);
  });

  it('is too long at 256 characters, and means nothing to a read', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(256) };
    expect((await post('create_note', { text: 'a' }, { headers })).json()).toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'idempotencyKey' }],
    });
    expect((await post('list_teams', {}, { headers })).statusCode).toBe(200);
  });
});

describe('from a browser', () => {
  it.each(['/v1/tools/list_teams', '/%761/tools/list_teams'])(
    'no page may call REST, whatever its origin, at %s',
    async (url) => {
      for (const origin of ['https://claude.ai', CONSOLE_URL, 'http://localhost:6274', 'https://evil.example']) {
        const preflight = await app.inject({
          method: 'OPTIONS',
          url,
          headers: { host: 'mcp.example.test', origin, 'access-control-request-method': 'POST' },
        });
        expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
        const response = await post('list_teams', {}, { url, headers: { origin } });
        expect(response.statusCode).toBe(200);
        expect(response.headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('no cookie is set or read', async () => {
    const response = await post(
      'list_teams',
      {},
      { headers: { authorization: '', cookie: `token=${connection.accessToken()}` } },
    );
    expect(response.statusCode).toBe(401);
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  it('a foreign Host is refused', async () => {
    expect((await post('list_teams', {}, { headers: { host: 'evil.example' } })).statusCode).toBe(403);
  });
});
