import { revokeConnection } from '@countersign/access/gate/revoke-connection';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { refresh, registerPublic } from '@countersign/testing/oauth-client';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { authorize, connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();

/** Lets time pass for what ends by time, then lets the worker's role remove it, as its upkeep does. */
async function after(interval: string): Promise<void> {
  for (const [table, columns] of Object.entries(TIMES)) {
    const set = columns.map((column) => `${column} = ${column} - interval '${interval}'`).join(', ');
    await database.owner.query(`update ${table} set ${set}`);
  }
  let most = 0;
  do {
    const { rows } = await database.jobs.query<{ removed: number }>('select removed from remove_expired()');
    most = Math.max(...rows.map(({ removed }) => removed));
  } while (most > 0);
}
const TIMES = {
  client: ['created_at', 'last_used_at'],
  connection: ['created_at', 'activated_at', 'expires_at', 'revoked_at'],
  oidc_payload: ['expires_at'],
  login_session: ['expires_at'],
};
const exists = async (clientId: string) =>
  withQueries(
    database.owner,
    async (db) => (await db.selectFrom('client').where('id', '=', clientId).select('id').execute()).length === 1,
  );

test('a registration nobody consented to is removed after a day, not before', async () => {
  const clientId = await registerPublic(app());
  await after('23 hours');
  expect(await exists(clientId)).toBe(true);
  await after('2 hours');
  expect(await exists(clientId)).toBe(false);
});

test('a client with a live connection stays for as long as it lives', async () => {
  const clientId = await registerPublic(app());
  const tokens = await connect(app(), { clientId });
  await after('300 days');
  expect(await exists(clientId)).toBe(true);
  const connectionId = String(decodeJwt(tokens.access_token).connection_id);
  await transaction(database.control, (db) => revokeConnection(db, connectionId, 'owner'));
  await after('1 hour');
  expect(await exists(clientId)).toBe(true);
  await after('31 days');
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
  await after('400 days');
  expect(await exists('operator-entered')).toBe(true);
});

test('a consent whose code was never redeemed is removed with its grant after 15 minutes, an active one is not', async () => {
  const clientId = await registerPublic(app());
  const active = await connect(app(), { clientId });
  await authorize(app(), { clientId });
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
  await after('14 minutes');
  expect(await count()).toEqual({ connections: 2, grants: 2 });
  await after('2 minutes');
  expect(await count()).toEqual({ connections: 1, grants: 1 });
  expect(decodeJwt(active.access_token).connection_id).toBeTruthy();
  expect((await refresh(app(), clientId, active.refresh_token)).status).toBe(200);
});

test('expired records of the provider are removed', async () => {
  await after('400 days');
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
  await after('0');
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
