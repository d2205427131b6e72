import type { ConnectorHealthView, HealthStep } from '@countersign/contracts/console-connect';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serverMetadata, startConnectorChain } from './connector-chain.ts';
import { startConsole } from './console-under-test.ts';

let chain: Awaited<ReturnType<typeof startConnectorChain>>;
let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  chain = await startConnectorChain();
  console_ = await startConsole({ mcpUrl: chain.mcp.url, authUrl: chain.auth.url });
});
afterEach(() => {
  chain.mcp.mend();
  chain.auth.mend();
});
afterAll(async () => {
  await console_.close();
  await chain.close();
});

async function healthFor(person: string, organization?: string): Promise<ConnectorHealthView> {
  const browser = await console_.as(person);
  const query = organization === undefined ? '' : `?organization=${organization}`;
  return (await browser.get(`/api/health/connector${query}`)).json<ConnectorHealthView>();
}

const METADATA = 'GET /.well-known/oauth-protected-resource/mcp';
const SERVER_METADATA = 'GET /.well-known/oauth-authorization-server';

describe('the health of the connector', () => {
  it('is good when the whole chain holds, for the general address and an organization’s own', async () => {
    expect(await healthFor('ada')).toMatchObject({ url: `${chain.mcp.url}/mcp`, failure: null });
    expect(await healthFor('ada', 'ACME')).toMatchObject({ url: `${chain.mcp.url}/mcp/o/acme`, failure: null });
  });

  it('tells what the organization allows this person on top of it', async () => {
    const withheld = async (person: string, organization: string) =>
      (await healthFor(person, organization)).organizations.map(({ slug, scopes }) => [
        slug,
        scopes.map(({ withheldBy }) => withheldBy),
      ]);
    expect(await withheld('ada', 'globex')).toEqual([['globex', [null, 'write_switch', 'role']]]);
    expect(await withheld('ada', 'acme')).toEqual([['acme', [null, null, 'billing_switch']]]);
    expect(await withheld('cleo', 'acme')).toEqual([['acme', [null, 'role', 'role']]]);
    expect((await healthFor('ada')).organizations.map(({ slug }) => slug)).toEqual(['acme', 'globex', 'initech']);
  });

  it('is nobody’s who is no member, and asks nothing for them', async () => {
    const ben = await console_.as('ben');
    const before = chain.mcp.asked.length;
    const answers = await Promise.all(
      ['globex', 'no-such', '../../admin', 'acme%2F..'].map((organization) =>
        ben.get(`/api/health/connector?organization=${organization}`),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404]);
    expect(chain.mcp.asked.length).toBe(before);
    expect((await console_.app.inject('/api/health/connector')).statusCode).toBe(401);
  });
});

describe('a broken chain', () => {
  it.each([
    ['mcp', 'resource_server', 'MCP_URL'],
    ['auth', 'authorization_server', 'AUTH_URL'],
  ] as const)('with %s stopped breaks at %s, says so, and heals by itself', async (app, step, setting) => {
    await chain[app].stop();
    const { failure } = await healthFor('ada');
    expect(failure).toMatchObject({ step });
    expect(failure?.problem).toBe(`The ${app === 'mcp' ? 'connector' : 'sign-in service'} cannot be reached`);
    expect(failure?.detail).toBe(`Asked at ${chain[app].url}: nothing answers there.`);
    expect(failure?.cure).toContain(setting);
    await chain[app].start();
    expect((await healthFor('ada')).failure).toBeNull();
  });

  it.each<[string, HealthStep, 'mcp' | 'auth', string, () => object]>([
    ['a resource server without a database', 'resource_server', 'mcp', 'GET /readyz', () => ({ status: 503 })],
    ['another server at MCP_URL', 'resource_server', 'mcp', 'GET /readyz', () => ({ status: 404 })],
    ['a resource server of another name', 'resource_metadata', 'mcp', METADATA, () => ({ status: 403 })],
    ['a page where metadata should be', 'resource_metadata', 'mcp', METADATA, () => ({ body: '<!doctype html>' })],
    [
      'metadata of another resource',
      'resource_metadata',
      'mcp',
      METADATA,
      () => ({ body: { resource: 'https://elsewhere.example/mcp', authorization_servers: [chain.auth.url] } }),
    ],
    [
      'another authorization server',
      'resource_metadata',
      'mcp',
      METADATA,
      () => ({ body: { resource: `${chain.mcp.url}/mcp`, authorization_servers: ['https://elsewhere.example'] } }),
    ],
    ['a sign-in service without a database', 'authorization_server', 'auth', 'GET /readyz', () => ({ status: 503 })],
    [
      'another issuer',
      'authorization_server_metadata',
      'auth',
      SERVER_METADATA,
      () => ({ body: { ...serverMetadata(chain.auth.url), issuer: `${chain.auth.url}/` } }),
    ],
    [
      'no PKCE',
      'authorization_server_metadata',
      'auth',
      SERVER_METADATA,
      () => ({ body: { ...serverMetadata(chain.auth.url), code_challenge_methods_supported: ['plain'] } }),
    ],
    ['no keys', 'signing_keys', 'auth', 'GET /oauth/jwks', () => ({ body: { keys: [] } })],
    [
      'keys for another algorithm only',
      'signing_keys',
      'auth',
      'GET /oauth/jwks',
      () => ({ body: { keys: [{ kty: 'RSA', kid: 'one' }] } }),
    ],
    ['a door without a lock', 'challenge', 'mcp', 'POST /mcp', () => ({ status: 200 })],
    ['a refusal without directions', 'challenge', 'mcp', 'POST /mcp', () => ({ status: 401 })],
  ])('by %s breaks at %s', async (_what, step, app, key, reply) => {
    chain[app].change({ [key]: reply });
    const { failure } = await healthFor('ada');
    expect(failure?.step).toBe(step);
    // As long as the badge has room for on a narrow screen.
    expect(failure?.problem).toMatch(/^[A-Z].{1,43}[^.]$/);
    expect(failure?.cure).toMatch(/^[A-Z].{1,62}\.$/);
    expect(failure?.detail).toMatch(/^[A-Z].*\.$/);
  });

  it('by a resource server that believes a forged token is noticed', async () => {
    const challenge = `Bearer resource_metadata="${chain.mcp.url}/.well-known/oauth-protected-resource/mcp"`;
    chain.mcp.change({
      'POST /mcp': (request) =>
        request.headers.authorization ? { status: 200 } : { status: 401, headers: { 'www-authenticate': challenge } },
    });
    expect((await healthFor('ada')).failure).toMatchObject({
      step: 'forged_token',
      detail: 'It answers a forged access token with status 200 instead of refusing it.',
    });
  });

  it('by a server that never answers is known after a few seconds', async () => {
    chain.mcp.change({ [METADATA]: () => 'never' });
    expect((await healthFor('ada')).failure).toMatchObject({
      step: 'resource_metadata',
      detail: expect.stringContaining('there was no answer within 3 seconds'),
    });
  });
});

describe('the console asks configured addresses only', () => {
  it('and follows no redirect', async () => {
    const inner = await startConnectorChain();
    chain.mcp.change({ 'GET /readyz': () => ({ status: 302, headers: { location: `${inner.mcp.url}/readyz` } }) });
    expect((await healthFor('ada')).failure?.step).toBe('resource_server');
    expect(inner.mcp.asked).toEqual([]);
    await inner.close();
  });

  it('and no address that metadata names', async () => {
    const inner = await startConnectorChain();
    const body = { ...serverMetadata(chain.auth.url), jwks_uri: `${inner.auth.url}/oauth/jwks` };
    chain.auth.change({ [SERVER_METADATA]: () => ({ body }) });
    expect((await healthFor('ada')).failure?.step).toBe('authorization_server_metadata');
    expect(inner.auth.asked).toEqual([]);
    await inner.close();
  });

  it('and reads no endless answer', async () => {
    chain.mcp.change({ [METADATA]: () => ({ body: 'x'.repeat(600 * 1024) }) });
    expect((await healthFor('ada')).failure?.detail).toContain('the answer is far too long');
  });
});

describe('without a database', () => {
  it('the answer says that it is the database, and comes back with it', async () => {
    const { owner } = console_.database;
    const ada = await console_.as('ada');
    const name = (await owner.query<{ name: string }>('select current_database() as name')).rows[0]?.name;
    // The limit does not hold for the owner, who is a superuser.
    const limit = (connections: number) => owner.query(`alter database "${name}" connection limit ${connections}`);
    await limit(0);
    await owner.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const answer = await ada.get('/api/health/connector');
    await limit(-1);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(answer.json()).toEqual({
      error: {
        code: 'unavailable',
        message: 'The console cannot reach its database. Whoever runs this service should see that it is started.',
      },
    });
    await expect.poll(async () => (await ada.get('/api/health/connector')).statusCode).toBe(200);
  });
});
