import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { letWritesFinish } from './let-writes-finish.ts';

/** Who ended it: its person, an admin of the organization, the client itself, a stolen token, or the end of a membership or team. */
export type RevocationReason = 'owner' | 'admin' | 'client' | 'replay' | 'membership' | 'team';

/** What the audit names of a connection. */
export interface RevokedConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly clientId: string;
}

/**
 * Ends a connection for good, in the caller's transaction: its next request is refused, and its refresh tokens and unredeemed
 * code are gone. Returns undefined, and changes nothing, when it is unknown or has ended already. Waits for writes under way, so
 * once the caller's commit is answered no write of the connection can still commit; a stream of writes cannot put it off.
 *
 * Does not check whose connection it is, and records no event: both are the caller's. The caller must not hold the row of the
 * organization, the membership or the connection yet, or a write could wait for it while it waits for the write; one that has
 * let the writes finish before may.
 */
export async function revokeConnection(
  queries: Queries,
  connectionId: string,
  reason: RevocationReason,
): Promise<RevokedConnection | undefined> {
  const live = await queries
    .selectFrom('connection')
    .select('organizationId')
    .where('id', '=', connectionId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  if (!live) return undefined;
  const [revoked] = await revokeConnections(queries, live.organizationId, [connectionId], reason);
  return revoked;
}

/**
 * Ends many connections of one organization as `revokeConnection` ends one. Returns those it ended: what is unknown, of another
 * organization or has ended already is left out.
 */
export async function revokeConnections(
  queries: Queries,
  organizationId: string,
  connectionIds: readonly string[],
  reason: RevocationReason,
): Promise<RevokedConnection[]> {
  if (connectionIds.length === 0) return [];
  await letWritesFinish(queries, organizationId);
  const rows = await queries
    .updateTable('connection')
    .set({ revokedAt: sql`now()`, revokedReason: reason })
    .where('organizationId', '=', organizationId)
    .where(sql<boolean>`id = any(${connectionIds}::uuid[])`)
    .where('revokedAt', 'is', null)
    .returning(['id', 'userId', 'clientId', 'grantId'])
    .execute();
  const grantIds = rows.map(({ grantId }) => grantId);
  await queries.deleteFrom('oidcPayload').where(sql<boolean>`grant_id = any(${grantIds}::text[])`).execute();
  return rows.map(({ id, userId, clientId }) => ({ id, organizationId, userId, clientId }));
}
