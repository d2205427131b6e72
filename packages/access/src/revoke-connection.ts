import type { Queries } from '@countersign/db/named-statements';

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
 * Ends a connection for good: its next request is refused, and its refresh tokens and unredeemed code are gone. Returns undefined when
 * it is unknown or has ended already. The caller checks that the person may do this, and records `connection.revoked` in the same
 * transaction.
 */
export async function revokeConnection(
  queries: Queries,
  connectionId: string,
  reason: RevocationReason,
): Promise<RevokedConnection | undefined> {
  const [row] = await queries
    .updateTable('connection')
    .set({ revokedAt: new Date().toISOString(), revokedReason: reason })
    .where('id', '=', connectionId)
    .where('revokedAt', 'is', null)
    .returning(['id', 'organizationId', 'userId', 'clientId', 'grantId'])
    .execute();
  if (!row) return undefined;
  const { grantId, ...connection } = row;
  await queries.deleteFrom('oidcPayload').where('grantId', '=', grantId).execute();
  return connection;
}
