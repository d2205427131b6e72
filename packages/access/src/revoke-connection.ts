import type { Queries } from '@countersign/db/named-statements';
import { sql } from 'kysely';

/** Who ended it: its person, an admin of the organization, the client itself, a stolen token, or the end of a membership. */
export type RevocationReason = 'owner' | 'admin' | 'client' | 'replay' | 'membership';

/** What the audit names of a connection. */
export interface RevokedConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly clientId: string;
}

/**
 * Ends a connection for good, in the caller's transaction: its next request is refused, and its refresh tokens and unredeemed
 * code are gone. Returns undefined, and changes nothing, when it is unknown or has ended already. Waits for writes under way,
 * which hold a share lock on the row, so once the caller's commit is answered no write of the connection can still commit.
 *
 * Does not check whose connection it is, and records no event: both are the caller's. A caller that also locks the
 * organization or the membership does so before, in that order.
 */
export async function revokeConnection(
  queries: Queries,
  connectionId: string,
  reason: RevocationReason,
): Promise<RevokedConnection | undefined> {
  const row = await queries
    .updateTable('connection')
    .set({ revokedAt: sql`now()`, revokedReason: reason })
    .where('id', '=', connectionId)
    .where('revokedAt', 'is', null)
    .returning(['id', 'organizationId', 'userId', 'clientId', 'grantId'])
    .executeTakeFirst();
  if (!row) return undefined;
  const { grantId, ...connection } = row;
  await queries.deleteFrom('oidcPayload').where('grantId', '=', grantId).execute();
  return connection;
}
