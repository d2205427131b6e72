import { catalogue } from '@countersign/domain/catalogue';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, CONSOLE_URL, call, ERAS, errorCode, message, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let product: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
  product = await buildTestApp(database.tools, { catalogue });
});
beforeEach(() => setSwitches(database.control, 'acme', { mcpAccess: true, mcpWrite: true, mcpBillingWrite: false }));
afterAll(async () => {
  await app.close();
  await product.close();
});

interface Listed {
  readonly name: string;
  readonly _meta?: Record<string, unknown>;
}
async function listed(key: string, era: (typeof ERAS)[number] = 'modern', of = product): Promise<Listed[]> {
  const response = await of.inject(message(era, 'tools/list', {}, { accessToken: key }));
  return response.json<{ result: { tools: Listed[] } }>().result.tools;
}
const names = async (...parameters: Parameters<typeof listed>) => (await listed(...parameters)).map(({ name }) => name);

describe('tools/list', () => {
  it.each(ERAS)('of a key with read:billing holds exactly the reading tools of billing (%s)', async (era) => {
    const { key } = await aKey(database, { scopes: ['read:billing'] });
    const expected = [...catalogue.values()].filter(
      ({ module, requirement }) => module.name === 'billing' && requirement.tier === 'read',
    );
    expect(expected.length).toBeGreaterThan(3);
    expect(await names(key, era)).toEqual(expected.map(({ tool }) => tool.name));
  });

  it('of a key that only reads never holds a tool that writes', async () => {
    const { key } = await aKey(database, { scopes: ['read:*'] });
    const shown = await names(key);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((name) => catalogue.get(name)?.tool.writes)).toEqual([]);
  });

  it('holds what only keys may do for an organization’s key with manage, and for no other', async () => {
    const shown = async (seed: Parameters<typeof aKey>[1]) =>
      (await names((await aKey(database, seed)).key, 'modern', app)).includes('delete_note');
    expect(await shown({ scopes: ['manage:notes'] })).toBe(true);
    expect(await shown({ scopes: ['manage:*'] })).toBe(true);
    expect(await shown({ scopes: ['write:*', 'manage:prices'] })).toBe(false);
    expect(await shown({ scopes: ['manage:*'], person: 'ada' })).toBe(false);
  });

  it('asks no host to sign anybody in', async () => {
    const { key } = await aKey(database, { scopes: ['manage:*'] });
    for (const tool of await listed(key)) expect(tool._meta ?? {}).not.toHaveProperty('securitySchemes');
  });

  it('does not move while switches and roles do', async () => {
    const { key } = await aKey(database, { scopes: ['write:*'], person: 'cleo' });
    const before = await names(key);
    await setSwitches(database.control, 'acme', { mcpWrite: false });
    expect(await names(key)).toEqual(before);
    expect(before).toContain('create_project');
  });
});

describe('over REST, a key with read:billing', () => {
  it('is let into exactly the reading tools of billing, and told which scope every other one lacks', async () => {
    const { key } = await aKey(database, { scopes: ['read:billing'] });
    // Every call carries a property that no tool has, so nothing is done by those that are let in.
    const outcomes = new Map<string, { status: number; code: string; scopes?: string[]; challenge: unknown }>();
    for (const name of catalogue.keys()) {
      const response = await product.inject({
        method: 'POST',
        url: `/v1/tools/${name}`,
        headers: { host: 'mcp.example.test', authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        payload: '{"nobody":true}',
      });
      const { code, scopes } = response.json<{ code: string; scopes?: string[] }>();
      outcomes.set(name, {
        status: response.statusCode,
        code,
        challenge: response.headers['www-authenticate'],
        ...(scopes && { scopes }),
      });
    }
    expect([...outcomes].filter(([, { code }]) => code === 'invalid_input').map(([name]) => name)).toEqual(
      await names(key),
    );
    const refused = [...outcomes].filter(([, { code }]) => code !== 'invalid_input');
    expect(refused.length).toBeGreaterThan(50);
    for (const [name, outcome] of refused) {
      const entry = catalogue.get(name);
      expect([name, outcome]).toEqual([
        name,
        {
          status: 403,
          code: 'insufficient_scope',
          scopes: [`${entry?.requirement.tier}:${entry?.module.name}`],
          challenge: undefined,
        },
      ]);
    }
  });
});

describe.each(ERAS)('a hidden tool called by its name (%s)', (era) => {
  it('is refused with the scope it lacks, where to get another key, and no challenge', async () => {
    const { key } = await aKey(database, { scopes: ['read:notes'] });
    const response = await app.inject(call(era, 'create_note', { text: 'Milk' }, key));
    expect(response.statusCode).toBe(200);
    expect(response.headers['www-authenticate']).toBeUndefined();
    expect(response.json()).toMatchObject({
      result: {
        isError: true,
        _meta: {
          'countersign/error': {
            code: 'insufficient_scope',
            retry: 'with a wider credential',
            scopes: ['write:notes'],
            url: `${CONSOLE_URL}/orgs/acme/settings/api-access`,
          },
        },
      },
    });
    expect(response.body).not.toContain('mcp/www_authenticate');
    expect(response.body).toContain('write:notes');
  });

  it('sends a person with a personal key to their own keys', async () => {
    const { key } = await aKey(database, { scopes: ['read:notes'], person: 'ben' });
    const response = await app.inject(call(era, 'create_note', { text: 'Milk' }, key));
    expect(response.body).toContain(`${CONSOLE_URL}/settings/api-keys`);
  });

  it('that only keys may call is refused to a personal key, whatever its scopes and role', async () => {
    const { key } = await aKey(database, { scopes: ['manage:*'], person: 'ada' });
    const response = await app.inject(call(era, 'delete_note', { id: 'x' }, key));
    expect([response.statusCode, errorCode(response.body)]).toEqual([200, 'role_forbids']);
  });
});

describe('whoami', () => {
  const who = async (key: string) => {
    const response = await product.inject(call('legacy', 'whoami', {}, key));
    return response.json<{ result: { structuredContent: Record<string, unknown> } }>().result.structuredContent;
  };

  it('tells an organization’s key what it is, what it was given and what is left of it now', async () => {
    const { key } = await aKey(database, { scopes: ['manage:billing', 'read:*'] });
    expect(await who(key)).toMatchObject({
      credential: 'organization_key',
      client: 'Nightly report',
      name: 'Acme Studio',
      userId: null,
      role: null,
      team: null,
      grantedScopes: ['read:*', 'manage:billing'],
      effectiveScopes: ['read:*'],
      manageUrl: `${CONSOLE_URL}/orgs/acme/settings/api-access`,
    });
    await setSwitches(database.control, 'acme', { mcpBillingWrite: true });
    expect((await who(key))['effectiveScopes']).toEqual(['read:*', 'manage:billing']);
  });

  it('tells a personal key whose it is, and its role', async () => {
    const { key } = await aKey(database, { scopes: ['read:account', 'write:billing', 'write:tasks'], person: 'ben' });
    expect(await who(key)).toMatchObject({
      credential: 'personal_key',
      email: 'ben@example.test',
      role: 'member',
      effectiveScopes: ['read:account', 'read:billing', 'write:tasks'],
      manageUrl: `${CONSOLE_URL}/settings/api-keys`,
    });
  });
});

describe('the instructions', () => {
  it.each([
    [
      'legacy',
      'initialize',
      { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    ],
    ['modern', 'server/discover', {}],
  ] as const)('name the organization and what the key was given, within 2 KB (%s)', async (era, method, params) => {
    const scopes = [...new Set([...catalogue.values()].map(({ module }) => `write:${module.name}`))];
    const { key } = await aKey(database, { scopes, person: 'ben' });
    const response = await product.inject(message(era, method, params, { accessToken: key }));
    const { instructions } = response.json<{ result: { instructions: string } }>().result;
    expect(instructions).toContain('API key works in one organization, “Acme Studio” (acme)');
    expect(instructions).toContain('write:billing');
    expect(Buffer.byteLength(instructions)).toBeLessThanOrEqual(2048);
  });
});
