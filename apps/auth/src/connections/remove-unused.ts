import type { Queries } from '@countersign/db/named-statements';
import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import { type RawBuilder, sql } from 'kysely';

/** Rows in one statement, so that no lock is held for long. */
const BATCH = 500;

/**
 * Removes what nobody can use any more: consents whose code was never redeemed (15 minutes), registrations nobody ever consented to
 * (a day) or whose last connection ended a month ago, expired records of the provider, copies of metadata documents without a
 * connection, sign-ins of both apps and links to reset a password that ran out, counts of failed sign-ins, and idempotency keys after the day they hold. A client with a live connection stays, however old: its connector would break for good.
 */
export async function removeUnused(pool: Pool, now: Date): Promise<void> {
  const at = now.toISOString();
  await withQueries(pool, async (db) => {
    await inBatches(db, pendingConnections(at));
    await inBatches(db, clientsWithoutConnection(at));
    await inBatches(db, expiredPayloads(at));
    await inBatches(db, documentsWithoutConnection(at));
    for (const table of [
      'login_session',
      'console_session',
      'password_reset',
      'answered_challenge',
      'sign_in_throttle',
    ])
      await inBatches(db, expiredRows(table, at));
    await inBatches(db, idempotencyKeys(at));
  });
}

async function inBatches(db: Queries, statement: RawBuilder<unknown>): Promise<void> {
  let removed = 0n;
  do removed = (await statement.execute(db)).numAffectedRows ?? 0n;
  while (removed >= BigInt(BATCH));
}

/** Their grants go with them. */
const pendingConnections = (at: string) => sql`
  with pending as (
    delete from connection where id in (
      select id from connection
      where activated_at is null and created_at < ${at}::timestamptz - interval '15 minutes' limit ${BATCH}
    ) returning grant_id
  )
  delete from oidc_payload where grant_id in (select grant_id from pending)`;

const clientsWithoutConnection = (at: string) => sql`
  delete from client where id in (
    select id from client
    where source = 'registered'
      and coalesce(last_used_at + interval '30 days', created_at + interval '1 day') < ${at}::timestamptz
      and not exists (
        select from connection
        where connection.client_id = client.id and revoked_at is null and connection.expires_at > ${at}::timestamptz
      )
    limit ${BATCH}
  )`;

/** A day late, so that an expired token is still known for what it was. */
const expiredPayloads = (at: string) => sql`
  delete from oidc_payload where (model, id_hash) in (
    select model, id_hash from oidc_payload where expires_at < ${at}::timestamptz - interval '1 day' limit ${BATCH}
  )`;

const documentsWithoutConnection = (at: string) => sql`
  delete from client_metadata_document where url in (
    select url from client_metadata_document
    where fetched_at < ${at}::timestamptz - interval '30 days'
      and not exists (
        select from connection
        where connection.client_id = client_metadata_document.url and revoked_at is null and connection.expires_at > ${at}::timestamptz
      )
    limit ${BATCH}
  )`;

/** Rows that somebody is at are left for the next turn, so that it never waits for a sign-in, nor a sign-in for it. */
const expiredRows = (table: string, at: string) => sql`
  delete from ${sql.table(table)} where ctid in (
    select ctid from ${sql.table(table)} where expires_at < ${at}::timestamptz limit ${BATCH} for update skip locked
  )`;

/** Row-level security shows this role no younger one, and no column grant what was remembered. */
const idempotencyKeys = (at: string) => sql`
  delete from idempotency_record where (organization_id, principal_id, tool, key) in (
    select organization_id, principal_id, tool, key from idempotency_record
    where created_at < ${at}::timestamptz - interval '24 hours' limit ${BATCH}
  )`;
