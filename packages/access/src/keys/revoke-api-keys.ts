import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { letWritesFinish } from '../gate/let-writes-finish.ts';

export interface KeyRevocation {
  /** Who ended it: its person, or an admin of the organization. A membership that ends does it by itself. */
  readonly reason: 'owner' | 'admin';
  /** Null for an operator. */
  readonly by: string | null;
}

/**
 * Ends API keys of one organization for good, in the caller's transaction: the next request of each is refused. Waits for writes
 * under way, as the end of a connection does. Returns those it ended: what is unknown, of another organization or has ended
 * already is left out. Does not check whose they are, and records no event.
 */
export async function revokeApiKeys(
  queries: Queries,
  organizationId: string,
  ids: readonly string[],
  { reason, by }: KeyRevocation,
) {
  if (ids.length === 0) return [];
  await letWritesFinish(queries, organizationId);
  return queries
    .updateTable('apiKey')
    .set({ revokedAt: sql`now()`, revokedReason: reason, revokedBy: by })
    .where('organizationId', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('revokedAt', 'is', null)
    .returning(['id', 'userId'])
    .execute();
}
