import { transaction } from '@countersign/db/connections/transaction';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { fixedId } from '@countersign/runtime/ids';
import { aConnection } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { expect, it } from 'vitest';
import { expireRecords } from '../src/upkeep/expire-records.ts';

const database = useTestDatabase('demo');

const turn = () => transaction(database.jobs, expireRecords.turn);
async function expire(): Promise<void> {
  while (await turn());
}

it('tells the audit log once of each connection and API key that ran out, and of none that was revoked or goes on', async () => {
  const { owner } = database;
  const parts = { issuer: 'https://auth.example', resource: 'https://mcp.example/mcp' };
  const ended = await aConnection(owner, parts);
  await aConnection(owner, parts);
  const revoked = await aConnection(owner, parts);
  await revoked.revoke();
  await owner.query(
    "update connection set activated_at = now(), expires_at = now() - interval '1 minute' where id = any($1)",
    [[ended.id, revoked.id]],
  );
  await owner.query(
    `insert into api_key (id, organization_id, kind, name, digest, prefix, scopes, allowed_addresses, created_by, expires_at)
     select gen_random_uuid(), $1, 'organization', name, sha256(name::bytea), 'csk_', '{read:*}', '{}', $2, now() + age::interval
     from (values ('Nightly', '-1 minute'), ('Weekly', '1 minute')) as keys (name, age)`,
    [fixedId('organization', 'acme'), fixedId('user', 'ada')],
  );
  // Two workers at once.
  await Promise.all([expire(), expire()]);
  await expire();
  const { rows } = await owner.query(
    "select action, connection_id, api_key_id is null as of_no_key, details ->> 'name' as name from audit_event where action like '%.expired' order by action",
  );
  expect(rows).toEqual([
    { action: 'api_key.expired', connection_id: null, of_no_key: false, name: 'Nightly' },
    { action: 'connection.expired', connection_id: ended.id, of_no_key: true, name: 'Test client' },
  ]);
});

it('goes on turn after turn while a kind has more than fits into one', async () => {
  await database.owner.query(
    "insert into answered_challenge (hash, expires_at) select sha256(n::text::bytea), now() - interval '1 second' from generate_series(1, 700) n",
  );
  expect(await turn()).toBe(true);
  expect(await turn()).toBe(false);
  const { rows } = await database.owner.query('select from answered_challenge');
  expect(rows).toEqual([]);
});

it('forgets idempotency keys after their day, of every organization, and no sooner, without seeing them', async () => {
  await database.owner.query(
    `insert into idempotency_record (organization_id, principal_id, tool, key, input_digest, result, created_at)
     select id, gen_random_uuid(), 'create_note', age, '', '{}', now() - age::interval
     from organization, unnest(array['23 hours 50 minutes', '24 hours 10 minutes']) age`,
  );
  expect((await database.jobs.query('select from idempotency_record')).rows).toEqual([]);
  await database.jobs.query("delete from idempotency_record where created_at < now() - interval '24 hours'");
  const keys = 'select key, count(*)::int as count from idempotency_record group by key order by key';
  expect((await database.owner.query(keys)).rows).toHaveLength(2);
  await expire();
  expect((await database.owner.query(keys)).rows).toEqual([{ key: '23 hours 50 minutes', count: 3 }]);
});

it('forgets who got mail after 90 days, and keeps what waits for as long as it waits', async () => {
  const acme = fixedId('organization', 'acme');
  const mail = { kind: 'notice', organizationId: acme, recipient: 'ada@example.test', subject: 'Old', body: 'Text.' };
  const [old, young, waiting] = await transaction(database.control, async (db) => [
    await queueMail(db, mail),
    await queueMail(db, mail),
    await queueMail(db, mail),
  ]);
  const erased = (days: number, id: string | undefined) =>
    database.owner.query(
      "update outgoing_mail set sent_at = now() - interval '1 day' * $1, body = null where id = $2",
      [days, id],
    );
  await erased(91, old);
  await erased(89, young);
  await database.owner.query("update outgoing_mail set created_at = now() - interval '1 year' where id = $1", [
    waiting,
  ]);
  await expire();
  const { rows } = await database.owner.query<{ id: string }>("select id from outgoing_mail where subject = 'Old'");
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([young, waiting]));
});

it('is the worker’s: the roles of the other apps may neither ask for it nor remove what only it removes', async () => {
  for (const pool of [database.control, database.tools]) {
    for (const statement of [
      'select remove_expired()',
      'select note_expired()',
      'delete from client_metadata_document',
      'delete from answered_challenge',
      'delete from connection',
      'delete from outgoing_mail',
    ]) {
      await expect(pool.query(statement)).rejects.toThrow('permission denied');
    }
  }
  for (const table of ['connection', 'client', 'oidc_payload', 'login_session', 'api_key', 'outgoing_mail']) {
    await expect(database.jobs.query(`delete from ${table}`)).rejects.toThrow('permission denied');
  }
});
