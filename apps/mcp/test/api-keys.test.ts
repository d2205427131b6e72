import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, call, errorCode, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
beforeEach(() => setSwitches(database.control, 'acme', { mcpAccess: true, mcpWrite: true, mcpBillingWrite: false }));
afterAll(() => app.close());

const note = { text: 'Milk' };

describe('a tool that only keys may call', () => {
  it('is called by an organization’s key with manage, while the write switch is on', async () => {
    const { key } = await aKey(database, { scopes: ['manage:notes'] });
    const ask = async () => errorCode((await app.inject(call('legacy', 'delete_note', { id: 'x' }, key))).body);
    expect(await ask()).toBeUndefined();
    await setSwitches(database.control, 'acme', { mcpWrite: false });
    expect(await ask()).toBe('write_disabled');
  });
});

describe('an admin’s switch', () => {
  it('turned off stops both kinds of key at the very next write, and lets them read on', async () => {
    const keys = [
      await aKey(database, { scopes: ['write:*'] }),
      await aKey(database, { scopes: ['write:*'], person: 'ben' }),
    ];
    for (const { key } of keys) {
      const write = async () => errorCode((await app.inject(call('modern', 'create_note', note, key))).body);
      await setSwitches(database.control, 'acme', { mcpWrite: true });
      expect(await write()).toBeUndefined();
      await setSwitches(database.control, 'acme', { mcpWrite: false });
      expect(await write()).toBe('write_disabled');
      expect(errorCode((await app.inject(call('modern', 'list_teams', {}, key))).body)).toBeUndefined();
    }
  });

  it('for billing bounds manage:billing as it bounds a write', async () => {
    const { key } = await aKey(database, { scopes: ['manage:prices'] });
    const quote = async () =>
      errorCode((await app.inject(call('modern', 'create_quote', { amountMinor: 1 }, key))).body);
    expect(await quote()).toBe('billing_write_disabled');
    await setSwitches(database.control, 'acme', { mcpBillingWrite: true });
    expect(await quote()).toBeUndefined();
  });

  it('for access shuts keys out as it shuts connections out', async () => {
    const { key } = await aKey(database, { scopes: ['read:*'] });
    await setSwitches(database.control, 'acme', { mcpAccess: false });
    expect(errorCode((await app.inject(call('modern', 'list_teams', {}, key))).body)).toBe('access_disabled');
  });
});

describe('a personal key', () => {
  it('may do no more than its person’s role, whatever its scopes', async () => {
    const { key } = await aKey(database, { scopes: ['manage:*'], person: 'cleo' });
    expect(errorCode((await app.inject(call('modern', 'create_note', note, key))).body)).toBe('role_forbids');
    expect(errorCode((await app.inject(call('modern', 'list_teams', {}, key))).body)).toBeUndefined();
  });

  it('follows the role at the next call', async () => {
    const { key } = await aKey(database, { scopes: ['write:*'], person: 'finn' });
    const write = async () => errorCode((await app.inject(call('modern', 'create_note', note, key))).body);
    const setRole = (role: string) =>
      database.control.query('update membership set role = $1 where organization_id = $2 and user_id = $3', [
        role,
        fixedId('organization', 'acme'),
        fixedId('user', 'finn'),
      ]);
    expect(await write()).toBeUndefined();
    await setRole('viewer');
    expect(await write()).toBe('role_forbids');
    await setRole('finance');
    expect(await write()).toBeUndefined();
  });
});

describe('an idempotency key', () => {
  it('of one API key is another’s own', async () => {
    const keys = [await aKey(database, { scopes: ['write:*'] }), await aKey(database, { scopes: ['write:*'] })];
    const answers = [];
    for (const { key } of [...keys, ...keys]) {
      const response = await app.inject(call('modern', 'create_note', { ...note, idempotencyKey: 'same' }, key));
      answers.push(response.json<{ result: { structuredContent: { replayed?: true } } }>().result.structuredContent);
    }
    expect(answers.map(({ replayed }) => replayed ?? false)).toEqual([false, false, true, true]);
  });
});

describe('what is kept of a call', () => {
  it('names the key as its actor, for writes, reads and refusals, and when it was last used', async () => {
    const own = await buildTestApp(database.tools);
    const { id, key } = await aKey(database, { scopes: ['write:notes'], person: 'ben' });
    for (const [tool, input] of [
      ['create_note', note],
      ['list_teams', {}],
      ['create_quote', { amountMinor: 1 }],
    ] as const) {
      await own.inject(call('legacy', tool, input, key));
    }
    await database.control.query("update api_key set revoked_at = now(), revoked_reason = 'admin' where id = $1", [id]);
    await own.inject(call('legacy', 'list_teams', {}, key));
    await own.close();
    const rows = await withQueries(database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('apiKeyId', '=', id).orderBy('id').execute(),
    );
    expect(rows.map(({ outcome, details }) => [outcome, (details as { error?: string }).error])).toEqual([
      ['ok', undefined],
      ['ok', undefined],
      ['refused', 'insufficient_scope'],
      ['refused', 'unauthenticated'],
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        actorKind: 'api_key',
        actorId: id,
        connectionId: null,
        clientId: null,
        organizationId: fixedId('organization', 'acme'),
      });
    }
    const [kept] = await withQueries(database.owner, (db) =>
      db.selectFrom('apiKey').select('lastUsedAt').where('id', '=', id).execute(),
    );
    expect(kept?.lastUsedAt).not.toBeNull();
  });
});
