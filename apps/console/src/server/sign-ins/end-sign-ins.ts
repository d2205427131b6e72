import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import type { SignInView } from '@countersign/contracts/console-connect';
import type { Queries } from '@countersign/db/connections/named-statements';

/**
 * Ends login sessions at once, and with each what the browser has open in the console: every request looks its session up. One event
 * for each; one that has ended meanwhile leaves none.
 */
export async function endSignIns(
  queries: Queries,
  signIns: readonly SignInView[],
  userId: string,
  origin: Partial<NewAuditEvent>,
): Promise<void> {
  const events: NewAuditEvent[] = [];
  for (const { id, address, userAgent, startedAt } of signIns) {
    const { numDeletedRows } = await queries
      .deleteFrom('loginSession')
      .where('id', '=', id)
      .where('userId', '=', userId)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) continue;
    events.push({ action: 'sign_in.ended', userId, details: { address, userAgent, startedAt }, ...origin });
  }
  await recordEvents(queries, events);
}
