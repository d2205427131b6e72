import type { Queries } from '@countersign/db/named-statements';
import { sql } from 'kysely';

/** Who ended a connection; stored on its row. */
export type RevokedReason = 'owner' | 'admin' | 'client' | 'replay' | 'membership';

/**
 * Ends a connection in the caller's transaction: marks its row and deletes the grant, codes and refresh tokens behind it.
 * Returns false, and changes nothing, when it is unknown or has ended already. Waits for writes in flight, which hold a
 * share lock on the row, so once the caller's commit is answered no write of the connection can still commit.
 *
 * Does not check whose connection it is, and records no event: both are the caller's. A caller that also locks the
 * organization or the membership does so before, in that order.
 */
export async function revokeConnection(
  queries: Queries,
  connectionId: string,
  reason: RevokedReason,
): Promise<boolean> {
  const revoked = await queries
    .updateTable('connection')
    .set({ revokedAt: sql`now()`, revokedReason: reason })
    .where('id', '=', connectionId)
    .where('revokedAt', 'is', null)
    .returning('grantId')
    .executeTakeFirst();
  if (!revoked) return false;
  await queries.deleteFrom('oidcPayload').where('grantId', '=', revoked.grantId).execute();
  return true;
}
