import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { refresh } from '@countersign/testing/oauth-client';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { connectionOf, eventsOf } from './connection-of-tokens.ts';
import { MCP_URL } from './harness.ts';
import { connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();

describe('renewal', () => {
  test('rotates the refresh token', async () => {
    const tokens = await connect(app(), { clientId: clientId() });
    const renewed = (await refresh(app(), clientId(), tokens.refresh_token)).body;
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  });

  test('follows the switches both ways', async () => {
    const approved = ['mcp:read', 'mcp:write', 'mcp:write:billing'] as const;
    let tokens = await connect(app(), { clientId: clientId(), organization: 'initech', approved });
    const seen: string[] = [];
    const all = { mcpWrite: true, mcpBillingWrite: true };
    for (const switches of [
      { mcpWrite: true, mcpBillingWrite: false },
      { mcpWrite: false, mcpBillingWrite: false },
      all,
    ]) {
      await setOrganization('initech', switches);
      tokens = (await refresh(app(), clientId(), tokens.refresh_token)).body;
      expect(decodeJwt(tokens.access_token).scope).toBe(tokens.scope);
      seen.push(tokens.scope);
    }
    expect(seen).toEqual(['mcp:read mcp:write', 'mcp:read', 'mcp:read mcp:write mcp:write:billing']);
  });

  test('follows the role both ways', async () => {
    let tokens = await connect(app(), { clientId: clientId(), person: 'ben' });
    const seen: string[] = [];
    for (const role of ['viewer', 'member']) {
      await withQueries(database.owner, (db) =>
        db.updateTable('membership').set({ role }).where('userId', '=', fixedId('user', 'ben')).execute(),
      );
      tokens = (await refresh(app(), clientId(), tokens.refresh_token)).body;
      seen.push(tokens.scope);
    }
    expect(seen).toEqual(['mcp:read', 'mcp:read mcp:write']);
  });

  test.each([
    ['mcp:read', 'mcp:read'],
    ['mcp:write', 'mcp:read mcp:write'],
    ['mcp:read offline_access something', 'mcp:read'],
    ['mcp:read mcp:write mcp:write:billing', 'mcp:read mcp:write'],
  ])('that asks for %j gets no more than %j, and the next one gets all again', async (scope, expected) => {
    const tokens = await connect(app(), { clientId: clientId() });
    const narrowed = (await refresh(app(), clientId(), tokens.refresh_token, { scope })).body;
    expect(narrowed.scope).toBe(expected);
    expect((await refresh(app(), clientId(), narrowed.refresh_token)).body.scope).toBe('mcp:read mcp:write');
  });

  test.each([
    ['another organization’s', `${MCP_URL}/mcp/o/initech`],
    ['a narrower', `${MCP_URL}/mcp/o/acme`],
    ['a foreign', 'https://evil.example/mcp'],
  ])('for %s resource is refused and costs nothing', async (_whose, resource) => {
    const tokens = await connect(app(), { clientId: clientId() });
    const refused = await refresh(app(), clientId(), tokens.refresh_token, { resource });
    expect(refused.body).toMatchObject({ error: 'invalid_target' });
    expect((await refresh(app(), clientId(), tokens.refresh_token)).status).toBe(200);
    expect((await eventsOf(database, tokens)).map(({ action }) => action)).not.toContain('token.race');
  });

  test('is refused with a reason while MCP access is off, and the same token works afterwards', async () => {
    const tokens = await connect(app(), {
      clientId: clientId(),
      person: 'dana',
      organization: 'globex',
      approved: ['mcp:read'],
    });
    await setOrganization('globex', { mcpAccess: false });
    const refused = await refresh(app(), clientId(), tokens.refresh_token);
    expect(refused.body).toEqual({
      error: 'invalid_grant',
      error_description: expect.stringContaining('MCP access is turned off'),
    });
    await setOrganization('globex', { mcpAccess: true });
    expect((await refresh(app(), clientId(), tokens.refresh_token)).status).toBe(200);
  });

  test.each([
    ['the connection is too old', { expiresAt: '2020-01-01T00:00:00Z' }, 'maximum age'],
    ['the connection was revoked', { revokedAt: '2020-01-01T00:00:00Z', revokedReason: 'owner' }, 'revoked'],
  ])('is refused with a reason when %s', async (_why, change, text) => {
    const tokens = await connect(app(), { clientId: clientId() });
    await withQueries(database.owner, (db) =>
      db.updateTable('connection').set(change).where('id', '=', connectionOf(tokens)).execute(),
    );
    expect((await refresh(app(), clientId(), tokens.refresh_token)).body).toEqual({
      error: 'invalid_grant',
      error_description: expect.stringContaining(text),
    });
  });

  test('is refused when the person lost the team or the organization', async () => {
    const tokens = await connect(app(), { clientId: clientId(), person: 'ben', team: 'Design' });
    const ben = fixedId('user', 'ben');
    await withQueries(database.owner, (db) => db.deleteFrom('teamMembership').where('userId', '=', ben).execute());
    const teamless = await refresh(app(), clientId(), tokens.refresh_token);
    expect(teamless.body.error_description).toContain('team');
    await withQueries(database.owner, (db) => db.deleteFrom('membership').where('userId', '=', ben).execute());
    const gone = await refresh(app(), clientId(), tokens.refresh_token);
    expect(gone.body.error_description).toContain('no longer a member');
  });

  async function setOrganization(
    slug: string,
    values: { mcpAccess?: boolean; mcpWrite?: boolean; mcpBillingWrite?: boolean },
  ) {
    await withQueries(database.owner, (db) =>
      db.updateTable('organization').set(values).where('slug', '=', slug).execute(),
    );
  }
});
