import { revokeConnection } from '@countersign/access/revoke-connection';
import { transaction, withQueries } from '@countersign/db/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { refresh, registerPublic } from '@countersign/testing/oauth-client';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeUnused } from '../../src/connections/remove-unused.ts';
import { startAuth, type TestAuth } from './harness.ts';
import { authorize, connect } from './seam.ts';

let database: TestDatabase;
let app: TestAuth;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  app = await startAuth(database);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

const HOUR = 3_600_000;
const later = (milliseconds: number) => removeUnused(database.control, new Date(Date.now() + milliseconds));
const exists = async (clientId: string) =>
  withQueries(
    database.owner,
    async (db) => (await db.selectFrom('client').where('id', '=', clientId).select('id').execute()).length === 1,
  );

test('a registration nobody consented to is removed after a day, not before', async () => {
  const clientId = await registerPublic(app);
  await later(23 * HOUR);
  expect(await exists(clientId)).toBe(true);
  await later(25 * HOUR);
  expect(await exists(clientId)).toBe(false);
});

test('a client with a live connection stays for as long as it lives', async () => {
  const clientId = await registerPublic(app);
  const tokens = await connect(app, { clientId });
  await later(300 * 24 * HOUR);
  expect(await exists(clientId)).toBe(true);
  const connectionId = String(decodeJwt(tokens.access_token).connection_id);
  await transaction(database.control, (db) => revokeConnection(db, connectionId, 'owner'));
  await later(HOUR);
  expect(await exists(clientId)).toBe(true);
  await later(31 * 24 * HOUR);
  expect(await exists(clientId)).toBe(false);
});

test('a preregistered client stays', async () => {
  await withQueries(database.owner, (db) =>
    db
      .insertInto('client')
      .values({
        id: 'operator-entered',
        metadata: JSON.stringify({ client_id: 'operator-entered' }),
        source: 'preregistered',
      })
      .execute(),
  );
  await later(400 * 24 * HOUR);
  expect(await exists('operator-entered')).toBe(true);
});

test('a consent whose code was never redeemed is removed with its grant after 15 minutes, an active one is not', async () => {
  const clientId = await registerPublic(app);
  const active = await connect(app, { clientId });
  await authorize(app, { clientId });
  const count = () =>
    withQueries(database.owner, async (db) => ({
      connections: (await db.selectFrom('connection').select('id').where('clientId', '=', clientId).execute()).length,
      grants: (
        await db
          .selectFrom('oidcPayload')
          .innerJoin('connection', 'connection.grantId', 'oidcPayload.grantId')
          .select('model')
          .where('clientId', '=', clientId)
          .where('model', '=', 'Grant')
          .execute()
      ).length,
    }));
  await later(14 * 60_000);
  expect(await count()).toEqual({ connections: 2, grants: 2 });
  await later(16 * 60_000);
  expect(await count()).toEqual({ connections: 1, grants: 1 });
  expect(decodeJwt(active.access_token).connection_id).toBeTruthy();
  expect((await refresh(app, clientId, active.refresh_token)).status).toBe(200);
});

test('expired records of the provider are removed', async () => {
  await later(400 * 24 * HOUR);
  const left = await withQueries(database.owner, (db) => db.selectFrom('oidcPayload').select('model').execute());
  expect(left).toEqual([]);
});

test('sign-ins that ran out and counts of failed ones are removed, in batches, and live ones stay', async () => {
  const { owner } = database;
  await owner.query('delete from login_session');
  await owner.query(
    "insert into login_session (id_hash, user_id, expires_at) values ('live', $1, now() + interval '1 hour')",
    [fixedId('user', 'ada')],
  );
  const expiry = `now() + case n when 0 then interval '1 hour' else interval '-1 second' end from login_session, generate_series(0, 1200) n`;
  await owner.query(
    `insert into console_session (id_hash, user_id, login_session_id, expires_at) select sha256(n::text::bytea), user_id, id, ${expiry}`,
  );
  await owner.query(`insert into answered_challenge (hash, expires_at) select sha256(n::text::bytea), ${expiry}`);
  await owner.query(
    `insert into sign_in_throttle (key, failures, expires_at)
     values ('old', 1, now() - interval '1 second'), ('young', 1, now() + interval '1 hour')`,
  );
  await owner.query(
    `insert into password_reset (secret_hash, user_id, expires_at) select sha256(n::text::bytea), user_id, ${expiry}`,
  );
  await owner.query(
    `insert into login_session (id_hash, user_id, expires_at) select sha256(n::text::bytea), user_id, ${expiry} where n > 0`,
  );
  await later(0);
  for (const table of [
    'login_session',
    'console_session',
    'password_reset',
    'answered_challenge',
    'sign_in_throttle',
  ]) {
    const { rows } = await owner.query(`select from ${table}`);
    expect([table, rows.length]).toEqual([table, 1]);
  }
});

test('idempotency keys are forgotten after their day, of every organization, and no sooner', async () => {
  await database.owner.query(
    `insert into idempotency_record (organization_id, principal_id, tool, key, input_digest, result, created_at)
     select id, gen_random_uuid(), 'create_note', age, '', '{}', now() - age::interval
     from organization, unnest(array['23 hours 50 minutes', '24 hours 10 minutes']) age`,
  );
  await later(0);
  const { rows } = await database.owner.query<{ key: string }>('select distinct key from idempotency_record');
  expect(rows).toEqual([{ key: '23 hours 50 minutes' }]);
});

test('who removes idempotency keys reads neither what they remember nor the young ones', async () => {
  const read = (columns: string) => database.control.query(`select ${columns} from idempotency_record`);
  await expect(read('result')).rejects.toThrow('permission denied');
  await expect(read('input_digest')).rejects.toThrow('permission denied');
  expect((await read('key')).rows).toEqual([]);
});
