import { throughGate } from '@countersign/access/gate/gate';
import { digestOfApiKey } from '@countersign/access/keys/api-key';
import { revokeApiKeys } from '@countersign/access/keys/revoke-api-keys';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, call, ERAS, message } from './test-app.ts';

let database: TestDatabase;
let app: FastifyInstance;
beforeEach(async () => {
  database = await createTestDatabase('demo');
  app = await buildTestApp(database.tools);
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

const acme = fixedId('organization', 'acme');
const revoke = (id: string) =>
  transaction(database.control, (db) => revokeApiKeys(db, acme, [id], { reason: 'admin', by: fixedId('user', 'ada') }));
async function someoneWaitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await database.owner.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    if (rows.length > 0) return;
  }
}

const endMembership = (person: string) =>
  database.control.query('delete from membership where organization_id = $1 and user_id = $2', [
    acme,
    fixedId('user', person),
  ]);

/** Everything a client could ask; each is answered 200 while the key lives. */
function requestsOf(accessToken: string) {
  return ERAS.flatMap((era) => [
    message(era, 'tools/list', {}, { accessToken }),
    call(era, 'list_teams', {}, accessToken),
    call(era, 'create_note', { text: 'x' }, accessToken),
  ]);
}

async function statuses(key: string, of = app): Promise<Set<number>> {
  const answers = [];
  for (const request of requestsOf(key)) answers.push(await of.inject(request));
  return new Set(answers.map(({ statusCode }) => statusCode));
}

/** All that a stranger gets to see. */
async function seen(options: InjectOptions) {
  const { statusCode, headers, body } = await app.inject(options);
  const { date: _date, 'x-request-id': _requestId, ...rest } = headers;
  return { statusCode, headers: rest, body };
}

describe('a key that is not accepted', () => {
  it('is told the same 401 in the same bytes, whatever the reason, at every message', async () => {
    const scopes = ['write:*'];
    const [revoked, left, unknown] = [
      await aKey(database, { scopes }),
      await aKey(database, { scopes, person: 'cleo' }),
      await aKey(database, { scopes }),
    ];
    await revoke(revoked.id);
    await endMembership('cleo');
    await database.owner.query('delete from api_key where id = $1', [unknown.id]);
    const keys = {
      revoked: revoked.key,
      expired: (await aKey(database, { scopes, expiresAt: new Date(Date.now() - 1000) })).key,
      unknown: unknown.key,
      'its person left': left.key,
      'another address': (await aKey(database, { scopes, allowedAddresses: ['203.0.113.0/24'] })).key,
      malformed: `${unknown.key.slice(0, -1)}~`,
      'a wrong checksum': unknown.key.slice(0, -1) + (unknown.key.endsWith('0') ? '1' : '0'),
    };
    const foreign = (await aKey(database, { scopes, organization: 'globex' })).key;
    for (const [place, request] of requestsOf('').entries()) {
      const withKey = (key: string) => ({
        ...request,
        url: '/mcp/o/acme',
        headers: { ...request.headers, authorization: `Bearer ${key}` },
      });
      const expected = await seen(withKey(keys.unknown));
      expect(expected.statusCode).toBe(401);
      for (const [reason, key] of Object.entries({ ...keys, 'another organization': foreign })) {
        expect({ place, reason, ...(await seen(withKey(key))) }).toEqual({ place, reason, ...expected });
      }
    }
  });

  it('learns nothing of method, content type, size and JSON either', async () => {
    const { id, key } = await aKey(database, { scopes: ['read:*'] });
    const wrong: readonly [string, InjectOptions, number][] = [
      ['GET', { method: 'GET', url: '/mcp' }, 405],
      ['HEAD', { method: 'HEAD', url: '/mcp' }, 405],
      ['plain text', { method: 'POST', headers: { 'content-type': 'text/plain' }, payload: '{}' }, 415],
      ['too much', { method: 'POST', payload: `"${'a'.repeat(1 << 20)}"` }, 413],
      ['bad JSON', { method: 'POST', payload: '{' }, 400],
      ['a batch', { method: 'POST', payload: '[]' }, 400],
    ];
    const ask = (options: InjectOptions) =>
      app.inject({
        url: '/mcp',
        ...options,
        headers: {
          host: 'mcp.example.test',
          'content-type': 'application/json',
          ...options.headers,
          authorization: `Bearer ${key}`,
        },
      });
    for (const [what, options, status] of wrong) {
      expect([what, (await ask(options)).statusCode]).toEqual([what, status]);
    }
    await revoke(id);
    const answers = [];
    for (const [, options] of wrong) answers.push(await ask(options));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(wrong.map(() => 401));
    for (const { headers } of answers) expect(headers['www-authenticate']).toContain('resource_metadata=');
  });

  it('is not recorded when it is nobody’s, so that strangers cannot fill the log', async () => {
    const { id, key } = await aKey(database, { scopes: ['read:*'] });
    await database.owner.query('delete from api_key where id = $1', [id]);
    await app.inject(call('legacy', 'list_teams', {}, key));
    await app.close();
    const events = await withQueries(database.owner, (db) => db.selectFrom('auditEvent').select('id').execute());
    expect(events).toEqual([]);
  });
});

describe('a key that lives', () => {
  it('is never answered 401, whatever it lacks', async () => {
    const { key } = await aKey(database, { scopes: ['read:prices'] });
    await database.control.query('update organization set mcp_access = false, mcp_write = false where id = $1', [acme]);
    expect(await statuses(key)).toEqual(new Set([200]));
  });

  it('works at the general URL and at its own organization’s, and at no other', async () => {
    const { key } = await aKey(database, { scopes: ['read:*'] });
    const status = async (url: string) =>
      (await app.inject(message('modern', 'tools/list', {}, { accessToken: key, url }))).statusCode;
    expect([await status('/mcp'), await status('/mcp/o/acme'), await status('/mcp/o/ACME')]).toEqual([200, 200, 200]);
    expect([await status('/mcp/o/globex'), await status('/mcp/o/nobody')]).toEqual([401, 401]);
  });

  it('sees its own organization and no other', async () => {
    const { key } = await aKey(database, { scopes: ['read:*'], organization: 'initech' });
    const response = await app.inject(call('modern', 'list_teams', {}, key));
    expect(response.json()).toMatchObject({
      result: {
        structuredContent: { organizationId: fixedId('organization', 'initech'), items: [{ name: 'Delivery' }] },
      },
    });
  });
});

describe('a key ends at the very next request', () => {
  it('of every process, when it is revoked', async () => {
    const other = await buildTestApp(database.tools);
    const { id, key } = await aKey(database, { scopes: ['write:*'] });
    expect([await statuses(key), await statuses(key, other)]).toEqual([new Set([200]), new Set([200])]);
    await revoke(id);
    expect([await statuses(key), await statuses(key, other)]).toEqual([new Set([401]), new Set([401])]);
    await other.close();
  });

  it('when it is a personal one and its person is removed, and does not come back with a new membership', async () => {
    const { id, key } = await aKey(database, { scopes: ['write:*'], person: 'ben' });
    expect(await statuses(key)).toEqual(new Set([200]));
    await endMembership('ben');
    expect(await statuses(key)).toEqual(new Set([401]));
    await database.control.query("insert into membership (organization_id, user_id, role) values ($1, $2, 'owner')", [
      acme,
      fixedId('user', 'ben'),
    ]);
    expect(await statuses(key)).toEqual(new Set([401]));
    const { rows } = await database.owner.query('select revoked_reason from api_key where id = $1', [id]);
    expect(rows).toEqual([{ revoked_reason: 'membership' }]);
  });

  it('when its time is over', async () => {
    const { key } = await aKey(database, { scopes: ['read:*'], expiresAt: new Date(Date.now() + 1500) });
    const list = async () => (await app.inject(message('modern', 'tools/list', {}, { accessToken: key }))).statusCode;
    expect(await list()).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    expect(await list()).toBe(401);
  });

  it('but an organization’s goes on when the admin who made it is removed, or is nobody any more', async () => {
    const { key } = await aKey(database, { scopes: ['write:*'], createdBy: 'ada' });
    await endMembership('ada');
    expect(await statuses(key)).toEqual(new Set([200]));
    await database.owner.query('delete from "user" where id = $1', [fixedId('user', 'ada')]);
    expect(await statuses(key)).toEqual(new Set([200]));
  });
});

describe('a revocation', () => {
  it('waits for the write under way and is not overtaken by it', async () => {
    const { id, key } = await aKey(database, { scopes: ['write:*'] });
    const digest = digestOfApiKey(key) ?? Buffer.alloc(0);
    const order: string[] = [];
    let revocation: Promise<unknown> | undefined;
    await throughGate(
      database.tools,
      { principal: { kind: 'api_key', digest }, address: '192.0.2.7' },
      { forWrite: true },
      async () => {
        revocation = revoke(id).then(() => order.push('revoked'));
        await someoneWaitsForALock();
        order.push('written');
      },
    );
    await revocation;
    expect(order).toEqual(['written', 'revoked']);
  });

  it('leaves alone what is another organization’s', async () => {
    const { id, key } = await aKey(database, { scopes: ['read:*'], organization: 'globex' });
    expect(await revoke(id)).toEqual([]);
    expect(await revoke(newId())).toEqual([]);
    expect(await statuses(key)).toEqual(new Set([200]));
  });
});
