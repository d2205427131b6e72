import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import type { Upkeep } from './upkeep.ts';

/** The most of one kind that the database's functions take in a turn. */
const BATCH = 500;

/**
 * What must go, and when, is the database's to say: this role may ask for it and choose nothing. What an organization keeps
 * (invitations, quotes) expires by being read, and stays.
 */
export const expireRecords: Upkeep = {
  name: 'expire_records',
  summary: 'Removes what nobody can use any more, and tells the audit log of connections and API keys that ran out.',
  schedule: '*/10 * * * *',
  turn: async (queries) => {
    const removed = await removeExpired(queries);
    const noted = await noteExpired(queries);
    await removeIdempotencyKeys(queries);
    return Math.max(removed, noted) >= BATCH;
  },
};

/** How many went, of the kind of which most did. */
async function removeExpired(queries: Queries): Promise<number> {
  const { rows } = await sql<{ removed: number }>`select removed from remove_expired()`.execute(queries);
  return Math.max(...rows.map(({ removed }) => removed));
}

interface Expired {
  readonly connectionId: string | null;
  readonly apiKeyId: string | null;
  readonly organizationId: string;
  readonly userId: string | null;
  readonly clientId: string | null;
  readonly name: string;
  readonly expiredAt: string;
}

/** How many ran out, of the kind of which most did. They were refused since; the log alone did not say so. */
async function noteExpired(queries: Queries): Promise<number> {
  const { rows } = await sql<Expired>`
    select connection_id, api_key_id, organization_id, user_id, client_id, name, expired_at from note_expired()`.execute(
    queries,
  );
  await recordEvents(queries, rows.map(toEvent));
  const connections = rows.filter(({ connectionId }) => connectionId !== null).length;
  return Math.max(connections, rows.length - connections);
}

function toEvent({ name, expiredAt, ...ids }: Expired): NewAuditEvent {
  return {
    ...ids,
    action: ids.connectionId === null ? 'api_key.expired' : 'connection.expired',
    details: { name, expiredAt },
  };
}

/** Those past their day, and no other: row-level security chooses, because this role must not see what they remember. */
async function removeIdempotencyKeys(queries: Queries): Promise<void> {
  await sql`delete from idempotency_record`.execute(queries);
}
