import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { activeSigningKey } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  buildTestApp,
  CONSOLE_URL,
  call,
  connect,
  ERAS,
  errorCode,
  MCP_URL,
  message,
  READ_ONLY,
  setSwitches,
} from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
beforeEach(() => setSwitches(database.control, 'acme', { mcpAccess: true, mcpWrite: true, mcpBillingWrite: false }));
afterAll(() => app.close());

const note = { text: 'Milk' };
const notes = () =>
  withQueries(database.owner, (db) =>
    db.selectFrom('idempotencyRecord').select('key').where('tool', '=', 'note').execute(),
  );

describe.each(ERAS)('a write (%s)', (era) => {
  it('needs the person’s consent: without it the answer is 403 and names every scope', async () => {
    const { accessToken } = await connect(database, { approved: READ_ONLY });
    const before = await notes();
    const response = await app.inject(call(era, 'create_note', note, accessToken()));
    const challenge = `Bearer error="insufficient_scope", error_description="This connection was not given what this tool needs. Connect again and allow it.", resource_metadata="${MCP_URL}/.well-known/oauth-protected-resource/mcp", scope="mcp:read mcp:write"`;
    expect(response.statusCode).toBe(403);
    expect(response.headers['www-authenticate']).toBe(challenge);
    expect(response.json()).toMatchObject({
      result: {
        isError: true,
        _meta: { 'mcp/www_authenticate': [challenge], 'countersign/error': { scopes: ['mcp:read', 'mcp:write'] } },
      },
    });
    expect(await notes()).toEqual(before);
  });

  it('needs the token to carry the scope, though the person consented', async () => {
    const { accessToken } = await connect(database);
    const response = await app.inject(call(era, 'create_note', note, accessToken(['mcp:read'])));
    expect([response.statusCode, errorCode(response.body)]).toEqual([403, 'insufficient_scope']);
  });

  it('is withheld by the switch before the token lacks a scope: a client that cannot cure it is not sent to sign in', async () => {
    const { accessToken } = await connect(database);
    await setSwitches(database.control, 'acme', { mcpWrite: false });
    const response = await app.inject(call(era, 'create_note', note, accessToken(['mcp:read'])));
    expect([response.statusCode, errorCode(response.body)]).toEqual([200, 'write_disabled']);
    expect(response.headers['www-authenticate']).toBeUndefined();
  });

  it('works at once after “on” with a token that was cut while it was off, and takes its locks like any other', async () => {
    const { claims } = await connect(database);
    const cut = (await activeSigningKey(database.owner)).sign({
      ...claims(['mcp:read']),
      scope_limit: OAUTH_SCOPES.join(' '),
    });
    await setSwitches(database.control, 'acme', { mcpWrite: false });
    const refused = await app.inject(call(era, 'create_note', note, cut));
    expect([refused.statusCode, errorCode(refused.body)]).toEqual([200, 'write_disabled']);
    expect(refused.headers['www-authenticate']).toBeUndefined();
    await setSwitches(database.control, 'acme', { mcpWrite: true });
    expect(errorCode((await app.inject(call(era, 'create_note', note, cut))).body)).toBeUndefined();
  });

  it('is refused to a token its client wanted narrow, whatever it says of itself', async () => {
    const { claims } = await connect(database);
    const key = await activeSigningKey(database.owner);
    for (const limit of ['mcp:read', '', 'unknown']) {
      const token = key.sign({ ...claims(), scope_limit: limit });
      const response = await app.inject(call(era, 'create_note', note, token));
      expect([response.statusCode, errorCode(response.body)]).toEqual([403, 'insufficient_scope']);
    }
  });

  it('of billing asks for all three scopes', async () => {
    const { accessToken } = await connect(database, { approved: ['mcp:read', 'mcp:write'] });
    const response = await app.inject(call(era, 'create_quote', { amountMinor: 1 }, accessToken()));
    expect(response.statusCode).toBe(403);
    expect(response.headers['www-authenticate']).toContain('scope="mcp:read mcp:write mcp:write:billing"');
  });

  it('needs the organization’s switch: off, the very next call says where to turn it on; on again, it works', async () => {
    const accessToken = (await connect(database)).accessToken();
    expect(errorCode((await app.inject(call(era, 'create_note', note, accessToken))).body)).toBeUndefined();
    await setSwitches(database.control, 'acme', { mcpWrite: false });
    const refused = await app.inject(call(era, 'create_note', note, accessToken));
    expect([refused.statusCode, errorCode(refused.body)]).toEqual([200, 'write_disabled']);
    expect(refused.headers['www-authenticate']).toBeUndefined();
    expect(refused.body).toContain('The organization acme');
    expect(refused.body).toContain(`${CONSOLE_URL}/orgs/acme/settings/mcp-write-access`);
    await setSwitches(database.control, 'acme', { mcpWrite: true });
    expect(errorCode((await app.inject(call(era, 'create_note', note, accessToken))).body)).toBeUndefined();
  });

  it('of billing needs the billing switch too', async () => {
    const accessToken = (await connect(database)).accessToken();
    const quote = call(era, 'create_quote', { amountMinor: 1 }, accessToken);
    const refused = await app.inject(quote);
    expect(errorCode(refused.body)).toBe('billing_write_disabled');
    expect(refused.body).toContain(`${CONSOLE_URL}/orgs/acme/settings/mcp-write-access`);
    await setSwitches(database.control, 'acme', { mcpBillingWrite: true });
    expect(errorCode((await app.inject(quote)).body)).toBeUndefined();
  });

  it.each([
    ['cleo', 'create_note', note],
    ['ben', 'create_quote', { amountMinor: 1 }],
  ])('needs the role: %s cannot %s, and is told the role', async (user, tool, input) => {
    await setSwitches(database.control, 'acme', { mcpBillingWrite: true });
    const accessToken = (await connect(database, { user })).accessToken();
    const response = await app.inject(call(era, tool, input, accessToken));
    expect(errorCode(response.body)).toBe('role_forbids');
    expect(response.body).toMatch(/The role (viewer|member) in the organization acme/);
  });

  it('loses its right with the role, at the next call', async () => {
    const accessToken = (await connect(database, { user: 'finn' })).accessToken();
    expect(errorCode((await app.inject(call(era, 'create_note', note, accessToken))).body)).toBeUndefined();
    const setRole = (role: string) =>
      withQueries(database.control, (db) =>
        db
          .updateTable('membership')
          .set({ role })
          .from('user')
          .whereRef('user.id', '=', 'membership.userId')
          .where('user.email', '=', 'finn@example.test')
          .execute(),
      );
    await setRole('viewer');
    expect(errorCode((await app.inject(call(era, 'create_note', note, accessToken))).body)).toBe('role_forbids');
    await setRole('finance');
  });
});

describe('reading', () => {
  it('stops when the organization turns access off, and the text names the page', async () => {
    const accessToken = (await connect(database)).accessToken();
    await setSwitches(database.control, 'acme', { mcpAccess: false });
    const response = await app.inject(call('legacy', 'list_teams', {}, accessToken));
    expect(errorCode(response.body)).toBe('access_disabled');
    expect(response.body).toContain(`${CONSOLE_URL}/orgs/acme/settings/mcp-write-access`);
  });
});

describe('tools/list', () => {
  const list = async (accessToken: string, era: (typeof ERAS)[number] = 'modern') => {
    const response = await app.inject(message(era, 'tools/list', {}, { accessToken }));
    return response.json<{
      result: { tools: { name: string; annotations: object }[]; ttlMs?: number; cacheScope?: string };
    }>().result;
  };
  const names = async (accessToken: string) => (await list(accessToken)).tools.map(({ name }) => name);

  const OWN = ['list_proposals', 'get_proposal', 'withdraw_proposal'];

  it('shows what was granted, in one order, and never what only keys may do', async () => {
    const tools = async (count: number) =>
      names((await connect(database, { approved: OAUTH_SCOPES.slice(0, count) })).accessToken());
    expect(await tools(1)).toEqual(['list_teams']);
    expect(await tools(2)).toEqual(['list_teams', 'create_note', ...OWN]);
    expect(await tools(3)).toEqual(['list_teams', 'create_note', 'create_quote', ...OWN]);
  });

  it('does not move while switches flip or a token is narrowed', async () => {
    const connection = await connect(database);
    const before = await names(connection.accessToken());
    await setSwitches(database.control, 'acme', { mcpWrite: false });
    expect(await names(connection.accessToken(['mcp:read']))).toEqual(before);
  });

  it('is private to the connection, and says how each tool behaves', async () => {
    const result = await list((await connect(database)).accessToken());
    expect(result).toMatchObject({ cacheScope: 'private', ttlMs: 300_000 });
    expect(result.tools[0]?.annotations).toMatchObject({
      readOnlyHint: true,
      destructiveHint: false,
      openWorldHint: false,
    });
    expect(result.tools[1]?.annotations).toMatchObject({
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: false,
    });
  });
});

describe('a tool for API keys', () => {
  it.each(ERAS)('cannot be called by a connection, whatever its scopes and role (%s)', async (era) => {
    const accessToken = (await connect(database)).accessToken([...OAUTH_SCOPES, 'manage:*']);
    const response = await app.inject(call(era, 'delete_note', { id: 'x' }, accessToken));
    expect([response.statusCode, errorCode(response.body)]).toEqual([200, 'role_forbids']);
    expect(response.body).toContain('API key');
  });
});
