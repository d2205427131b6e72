import type { TestConnection } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, call, connect, ERAS, MCP_URL, message, READ_ONLY } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let connection: TestConnection;
/** Approved for everything, at the address that only reads. */
let reading: TestConnection;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
  connection = await connect(database, { organization: 'initech' });
  reading = await connect(database, { organization: 'initech', resource: `${MCP_URL}/mcp/readonly` });
});
afterAll(() => app.close());

const OWN = ['list_proposals', 'get_proposal', 'withdraw_proposal'];
const ALL = ['list_teams', 'create_note', 'create_quote', ...OWN];

interface Chosen {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly credential?: string;
}

function send(
  { url = '/mcp', headers = {}, credential = connection.accessToken() }: Chosen,
  options = list(url, credential),
) {
  return app.inject({ ...options, headers: { ...options.headers, ...headers } });
}
const list = (url: string, credential: string) => message('legacy', 'tools/list', {}, { accessToken: credential, url });

async function names(chosen: Chosen): Promise<string[]> {
  const { result } = (await send(chosen)).json<{ result: { tools: { name: string }[] } }>();
  return result.tools.map(({ name }) => name);
}

describe('toolsets', () => {
  it.each<[string, Chosen, string[]]>([
    ['none', {}, ALL],
    ['the query', { url: '/mcp?toolsets=prices' }, ['create_quote', ...OWN]],
    ['the query, encoded and spaced', { url: '/mcp?toolsets=prices%2C%20notes' }, ALL],
    ['the header', { headers: { 'x-mcp-toolsets': 'notes' } }, ['list_teams', 'create_note', ...OWN]],
    [
      'both, which leaves what both name',
      { url: '/mcp?toolsets=notes,prices', headers: { 'x-mcp-toolsets': 'prices' } },
      ['create_quote', ...OWN],
    ],
    ['both, which leaves nothing', { url: '/mcp?toolsets=notes', headers: { 'x-mcp-toolsets': 'prices' } }, []],
    ['the query twice', { url: '/mcp?toolsets=notes&toolsets=prices' }, []],
    ['only reads', { headers: { 'x-mcp-readonly': 'true' } }, ['list_teams']],
    ['no restriction', { headers: { 'x-mcp-readonly': 'false' } }, ALL],
    ['only reads of one', { url: '/mcp?toolsets=prices', headers: { 'x-mcp-readonly': 'TRUE' } }, []],
  ])('by %s', async (_what, chosen, expected) => {
    expect(await names(chosen)).toEqual(expected);
  });

  it.each(ERAS)('hold for a call as for the list (%s)', async (era) => {
    const options = call(era, 'create_quote', { amountMinor: 1 }, connection.accessToken());
    expect((await send({}, options)).json()).toMatchObject({ result: { structuredContent: { amountMinor: 1 } } });
    for (const headers of [{ 'x-mcp-toolsets': 'notes' }, { 'x-mcp-readonly': 'true' }]) {
      const refused = await send({ headers }, options);
      expect(refused.json()).toMatchObject({
        error: { code: -32602, message: expect.stringContaining('leave some out') },
      });
    }
  });

  it('never widen: what was not granted stays unseen and refused', async () => {
    const reader = await connect(database, { approved: READ_ONLY });
    const credential = reader.accessToken();
    expect(await names({ url: '/mcp?toolsets=notes,prices', credential })).toEqual(['list_teams']);
    const refused = await app.inject(call('legacy', 'create_note', { text: 'x' }, credential, '/mcp?toolsets=notes'));
    expect(refused.statusCode).toBe(403);
  });

  it.each<[string, Chosen, string]>([
    ['an unknown toolset', { url: '/mcp?toolsets=notes,nonsense' }, 'There are notes, prices.'],
    ['an unknown toolset in the header', { headers: { 'x-mcp-toolsets': 'constructor' } }, 'X-MCP-Toolsets'],
    ['no toolset', { url: '/mcp?toolsets=' }, 'There are notes, prices.'],
    ['a readonly that is neither', { headers: { 'x-mcp-readonly': 'maybe' } }, 'X-MCP-Readonly is true or false.'],
  ])('refuse %s with a sentence that helps', async (_what, chosen, sentence) => {
    const response = await send(chosen);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      error: 'invalid_input',
      error_description: expect.stringContaining(sentence),
    });
  });

  it('tell a stranger nothing: without credentials, and with an unknown key, the answer is 401', async () => {
    const { key } = await aKey(database, { scopes: ['read:*'] });
    const unknown = await send({ url: '/mcp?toolsets=nonsense', credential: 'nonsense' });
    expect(unknown.statusCode).toBe(401);
    expect((await send({ url: '/mcp?toolsets=nonsense', credential: key })).statusCode).toBe(400);
    await database.owner.query('delete from api_key');
    expect((await send({ url: '/mcp?toolsets=nonsense', credential: key })).statusCode).toBe(401);
  });
});

describe('the address people connect to', () => {
  const metadata = '/.well-known/oauth-protected-resource';

  it.each([
    ['/mcp/readonly', ['mcp:read']],
    ['/mcp/o/Acme/readonly', ['mcp:read']],
    ['/mcp?toolsets=notes,prices', ['mcp:read', 'mcp:write', 'mcp:write:billing']],
    ['/mcp/readonly?toolsets=notes', ['mcp:read']],
  ])('%s has metadata of exactly its own, and a challenge that leads there', async (path, scopes) => {
    const options: InjectOptions = { method: 'POST', url: path, headers: { host: 'mcp.example.test' } };
    const challenge = String((await app.inject(options)).headers['www-authenticate']);
    expect(challenge).toContain(`resource_metadata="${MCP_URL}${metadata}${path}"`);
    expect(challenge).toContain(`scope="${scopes.join(' ')}"`);
    const response = await app.inject({ url: `${metadata}${path}`, headers: { host: 'mcp.example.test' } });
    expect(response.json()).toMatchObject({ resource: `${MCP_URL}${path}`, scopes_supported: scopes });
  });

  it.each(['?x=1', '?toolsets="><', '?toolsets=notes&x=1'])('does not repeat the query %s', async (query) => {
    const response = await app.inject({ url: `${metadata}/mcp${query}`, headers: { host: 'mcp.example.test' } });
    expect(response.json()).toMatchObject({ resource: `${MCP_URL}/mcp` });
  });
});

describe('an access token for /mcp/readonly', () => {
  it('lists and calls reads there', async () => {
    expect(await names({ url: '/mcp/readonly', credential: reading.accessToken() })).toEqual(['list_teams']);
    const response = await app.inject(call('modern', 'list_teams', {}, reading.accessToken(), '/mcp/readonly'));
    expect(response.json()).toMatchObject({ result: { structuredContent: { items: expect.any(Array) } } });
  });

  it.each(ERAS)(
    'can never write, though its person and its organization have signed for everything (%s)',
    async (era) => {
      const notes = async () =>
        (await database.owner.query("select count(*)::int as count from idempotency_record where tool = 'note'"))
          .rows[0];
      const before = await notes();
      const credential = reading.accessToken();
      for (const url of ['/mcp/readonly', '/mcp/readonly?toolsets=notes', '/mcp/READONLY', '/mcp/readonly/']) {
        const headers = { 'x-mcp-readonly': 'false', 'x-mcp-toolsets': 'notes' };
        const options = call(era, 'create_note', { text: 'x' }, credential, url);
        const response = await app.inject({ ...options, headers: { ...options.headers, ...headers } });
        expect(response.body).not.toContain('structuredContent');
      }
      // Elsewhere it is nobody: an audience is one resource.
      for (const url of ['/mcp', '/mcp/o/initech', '/mcp/o/initech/readonly']) {
        expect((await app.inject(call(era, 'create_note', { text: 'x' }, credential, url))).statusCode).toBe(401);
      }
      const rest = await app.inject({
        method: 'POST',
        url: '/v1/tools/create_note',
        headers: { host: 'mcp.example.test', authorization: `Bearer ${credential}` },
        payload: { text: 'x' },
      });
      expect(rest.statusCode).toBe(401);
      expect(await notes()).toEqual(before);
    },
  );

  it('is the only one accepted there', async () => {
    const response = await app.inject(call('legacy', 'list_teams', {}, connection.accessToken(), '/mcp/readonly'));
    expect(response.statusCode).toBe(401);
  });
});
