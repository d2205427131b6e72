import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, ERAS, type Era, MCP_URL, message, RESOURCE } from './test-app.ts';

const database = useTestDatabase('demo');
let both: FastifyInstance;
let sdkOnly: FastifyInstance;
let accessToken: string;
let pinned: string;
let reading: string;
beforeAll(async () => {
  both = await buildTestApp(database.tools);
  sdkOnly = await buildTestApp(database.tools, { withFastLane: false });
  accessToken = (await connect(database)).accessToken();
  pinned = (await connect(database, { resource: `${RESOURCE}/o/acme` })).accessToken();
  reading = (await connect(database, { resource: `${RESOURCE}/readonly` })).accessToken();
  for (const era of ERAS) await both.inject(message(era, 'tools/list', {}, { accessToken }));
});
afterAll(async () => {
  await both.close();
  await sdkOnly.close();
});

const listTeams = (era: Era) => call(era, 'list_teams', {}, accessToken);
const wires = ERAS.flatMap((era) => [['with the fast lane', era] as const, ['by the SDK alone', era] as const]);
const appOf = (lane: string) => (lane === 'by the SDK alone' ? sdkOnly : both);

function withHeaders(options: InjectOptions, headers: Record<string, string | undefined>): InjectOptions {
  const changed = Object.entries({ ...options.headers, ...headers }).filter(([, value]) => value !== undefined);
  return { ...options, headers: Object.fromEntries(changed) as Record<string, string> };
}

const overRest = (headers: Record<string, string>) =>
  both.inject({
    method: 'POST',
    url: '/v1/tools/list_teams',
    headers: {
      host: 'mcp.example.test',
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      ...headers,
    },
    payload: '{}',
  });

const JAVA = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';

describe.each(wires)('Accept, %s (%s)', (lane, era) => {
  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'application/*',
    'Application/JSON',
    'text/html, */*;q=0.1',
    JAVA,
  ])('%j is answered in JSON', async (accept) => {
    const response = await appOf(lane).inject(withHeaders(listTeams(era), { accept }));
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    expect(response.json()).toMatchObject({ result: { structuredContent: { items: expect.any(Array) } } });
  });

  it.each(['text/event-stream', 'text/*'])('%j is answered as one event', async (accept) => {
    for (const options of [listTeams(era), message(era, 'prompts/list', {}, { accessToken })]) {
      const response = await appOf(lane).inject(withHeaders(options, { accept, 'accept-encoding': 'gzip' }));
      expect(response.headers['content-type']).toBe('text/event-stream');
      expect(response.headers['content-encoding']).toBeUndefined();
      const [, data] = /^event: message\ndata: (.*)\n\n$/.exec(response.body) ?? [];
      expect(JSON.parse(data ?? '')).toMatchObject({ id: 1, result: expect.any(Object) });
    }
  });

  it.each(['text/html', 'image/*', 'application/json;q=0, text/html'])('%j is 406', async (accept) => {
    const response = await appOf(lane).inject(withHeaders(listTeams(era), { accept }));
    expect(response.statusCode).toBe(406);
    expect(response.json()).toMatchObject({ error: { message: expect.stringContaining('application/json') } });
  });
});

describe.each(wires)('Content-Type, %s (%s)', (lane, era) => {
  it.each([
    'application/json; charset="UTF-8"',
    'Application/JSON;charset=utf-8',
    'application/json ;',
    'application/vnd.acme+json',
  ])('%j is JSON', async (type) => {
    const response = await appOf(lane).inject(withHeaders(listTeams(era), { 'content-type': type }));
    expect(response.statusCode).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/json'])('%j is not', async (type) => {
    const response = await appOf(lane).inject(withHeaders(listTeams(era), { 'content-type': type }));
    expect(response.statusCode).toBe(415);
  });
});

describe('over REST', () => {
  it.each(['*/*', 'application/*', 'Application/JSON', JAVA, ''])('Accept %j is answered in JSON', async (accept) => {
    expect((await overRest({ accept })).json()).toMatchObject({ items: expect.any(Array) });
  });

  it.each(['application/json; charset="UTF-8"', 'Application/JSON', 'application/vnd.acme+json'])(
    'Content-Type %j is JSON',
    async (type) => expect((await overRest({ 'content-type': type })).statusCode).toBe(200),
  );

  it('an input may be nothing, null, or JSON text, and its key null beside the header', async () => {
    const headers = {
      host: 'mcp.example.test',
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
    };
    const post = (tool: string, payload: string, more = {}) =>
      both.inject({ method: 'POST', url: `/v1/tools/${tool}`, headers: { ...headers, ...more }, payload });
    for (const payload of ['', 'null', '{}', '"{}"', '{"limit":null}', '{"limit":"2"}'])
      expect([payload, (await post('list_teams', payload)).statusCode]).toEqual([payload, 200]);
    const note = '{"text":"Milk","idempotencyKey":null}';
    const first = await post('create_note', note, { 'idempotency-key': 'milk' });
    const again = await post('create_note', note, { 'idempotency-key': 'milk' });
    expect(again.json()).toEqual({ ...first.json<object>(), replayed: true });
  });
});

// RFC 6750 §2.1: 1*SP
it.each(['Bearer  ', 'bearer ', 'BEARER\t', 'Bearer   '])('the scheme %j is read by both wires', async (scheme) => {
  for (const era of ERAS) {
    const options = withHeaders(listTeams(era), { authorization: `${scheme}${accessToken}` });
    expect((await both.inject(options)).statusCode).toBe(200);
  }
  expect((await overRest({ authorization: `${scheme}${accessToken}` })).statusCode).toBe(200);
});

describe('the address', () => {
  // open-webui/mcpo#209, anthropics/claude-ai-mcp#62, #178
  it.each(['/mcp/', '//mcp', '/mcp//', '/', '/?v=2', '/mcp?v=20260916', '/mcp/?utm_source=plugin', '/mcp?client=x'])(
    '%s is /mcp: the same tokens, and its own challenge',
    async (url) => {
      for (const era of ERAS) expect((await both.inject({ ...listTeams(era), url })).statusCode).toBe(200);
      const nobody = await both.inject({ method: 'POST', url, headers: { host: 'mcp.example.test' } });
      expect(nobody.statusCode).toBe(401);
      expect(
        (
          await both.inject({
            ...listTeams('legacy'),
            url,
            headers: { ...listTeams('legacy').headers, authorization: `Bearer ${pinned}` },
          })
        ).statusCode,
      ).toBe(401);
    },
  );

  it.each([
    ['/', `${MCP_URL}/`],
    ['/mcp/', `${RESOURCE}/`],
    ['/mcp?v=2', RESOURCE],
    ['/mcp/o/acme/', `${RESOURCE}/o/acme/`],
  ])('%s is described as it was typed, for clients that compare (RFC 9728 §3.3)', async (url, resource) => {
    const headers = { host: 'mcp.example.test' };
    const nobody = await both.inject({ method: 'POST', url, headers });
    const [, told = ''] = /resource_metadata="([^"]*)"/.exec(String(nobody.headers['www-authenticate'])) ?? [];
    expect(told.startsWith(MCP_URL)).toBe(true);
    const metadata = await both.inject({ url: new URL(told).pathname, headers });
    expect(metadata.json()).toMatchObject({ resource });
  });

  it('with a slash stays what it is otherwise: one organization’s, or one that only reads', async () => {
    const ask = (url: string, token: string) =>
      both.inject(message('legacy', 'tools/list', {}, { accessToken: token, url }));
    expect((await ask('/mcp/o/acme/', pinned)).statusCode).toBe(200);
    expect((await ask('/mcp/o/acme/', accessToken)).statusCode).toBe(401);
    const list = await ask('/mcp/readonly/', reading);
    expect(list.json<{ result: { tools: { name: string }[] } }>().result.tools.map(({ name }) => name)).toEqual([
      'list_teams',
    ]);
    expect((await ask('/mcp/readonly/', accessToken)).statusCode).toBe(401);
  });

  it.each(['/', '/mcp', '/mcp/', '/mcp/o/acme'])('%s shows a browser a page that names it', async (url) => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const page = await both.inject({ url, headers: { host: 'mcp.example.test', accept } });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain(`<code>${MCP_URL}${url.replace(/\/$/, '') || '/mcp'}</code>`);
    for (const headers of [
      {},
      { accept: '*/*' },
      { accept: 'text/event-stream' },
      { accept, authorization: 'Bearer x' },
    ]) {
      const probe = await both.inject({ url, headers: { host: 'mcp.example.test', ...headers } });
      expect(probe.statusCode).toBe(401);
      expect(probe.headers['www-authenticate']).toContain('resource_metadata');
    }
  });
});

describe.each(wires)('a message, %s (%s)', (lane, era) => {
  const send = (method: string, params: unknown) => {
    const options = message(era, method, typeof params === 'object' && params !== null ? { ...params } : {}, {
      accessToken,
    });
    const payload = params === null && era === 'legacy' ? { ...options.payload, params: null } : options.payload;
    return appOf(lane).inject({ ...options, payload });
  };

  it('may say null, or nothing, for what may be left out', async () => {
    const messages: [string, unknown][] = [
      ['tools/list', null],
      ['tools/list', { cursor: null }],
      ['tools/list', { cursor: '' }],
      ['prompts/list', { cursor: null }],
      ['resources/list', null],
      ['resources/templates/list', { cursor: '' }],
      ['tools/call', { name: 'list_teams', arguments: null }],
      ['tools/call', { name: 'list_teams', arguments: '' }],
      // anthropics/claude-ai-mcp#591
      ['tools/call', { name: 'list_teams', arguments: '{"limit":"1"}' }],
      ['tools/call', { name: 'list_teams', arguments: { limit: null, cursor: undefined, toolCallId: 'x' } }],
    ];
    for (const [method, params] of messages) {
      const response = await send(method, params);
      expect([method, params, response.statusCode]).toEqual([method, params, 200]);
      expect(response.json()).toMatchObject({ result: expect.not.objectContaining({ isError: true }) });
    }
  });

  // HarperFast/harper#1611, joshuaswarren/remnic#1839
  it('that does not fit is told so in a sentence with -32602, never by a validator', async () => {
    const messages: [string, unknown, string][] = [
      ['tools/call', { name: 1 }, 'params.name: must be text'],
      ['tools/call', {}, 'params.name: is required'],
      ['tools/call', { name: 'list_teams', arguments: [] }, 'params.arguments: must be an object'],
      ['tools/call', { name: 'list_teams', arguments: 'limit=1' }, 'params.arguments: must be an object'],
      ['tools/list', { cursor: 5 }, 'params.cursor: must be text'],
      ['prompts/get', {}, 'params.name: is required'],
      ['prompts/get', { name: 'x', arguments: { a: 1 } }, 'params.arguments.a: must be text'],
      ['resources/read', { uri: 5 }, 'params.uri: must be text'],
    ];
    for (const [method, params, said] of messages) {
      const response = await send(method, params);
      expect(response.json()).toEqual({
        jsonrpc: '2.0',
        id: 1,
        error: { code: -32602, message: `The message does not fit. ${said}.` },
      });
    }
  });
});

describe('initialize', () => {
  const initialize = (params: unknown) => {
    const options = message('legacy', 'initialize', {}, { accessToken });
    return both.inject(
      withHeaders({ ...options, payload: { ...options.payload, params } }, { 'mcp-protocol-version': undefined }),
    );
  };

  it('need not say who asks, nor what it can do', async () => {
    const protocolVersion = '2025-06-18';
    for (const params of [
      { protocolVersion },
      { protocolVersion, capabilities: null, clientInfo: null },
      { protocolVersion, clientInfo: {} },
      { protocolVersion, clientInfo: { name: 'x', version: null } },
      JSON.stringify({ protocolVersion }),
    ]) {
      expect((await initialize(params)).json()).toMatchObject({ result: { protocolVersion } });
    }
  });

  it('has to name a revision, and is told so with -32602', async () => {
    for (const params of [null, {}, { capabilities: {}, clientInfo: { name: 'x', version: '1' } }]) {
      expect((await initialize(params)).json()).toMatchObject({
        error: { code: -32602, message: 'The message does not fit. params.protocolVersion: is required.' },
      });
    }
  });
});
