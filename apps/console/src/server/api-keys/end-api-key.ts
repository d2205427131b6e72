import { recordEvents } from '@countersign/access/audit/audit';
import { type KeyRevocation, revokeApiKeys } from '@countersign/access/keys/revoke-api-keys';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { auditOrigin } from '../wire/audit-origin.ts';

/** Ends a key and records it; one that has ended already stays as it is, since the wish is met. Does not check whose it is. */
export async function endApiKey(
  queries: Queries,
  organizationId: string,
  id: string,
  revocation: KeyRevocation,
  origin: ReturnType<typeof auditOrigin>,
): Promise<void> {
  const revoked = await revokeApiKeys(queries, organizationId, [id], revocation);
  await recordEvents(
    queries,
    revoked.map(({ userId }) => ({
      action: 'api_key.revoked' as const,
      organizationId,
      apiKeyId: id,
      userId,
      details: { reason: revocation.reason },
      ...origin,
    })),
  );
}
