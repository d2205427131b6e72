import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';

/** The admin who decides, when, and from where. */
export interface Decider {
  readonly userId: string;
  readonly now: Date;
  readonly origin: Partial<NewAuditEvent>;
  /** Where the mails about it lead. */
  readonly consoleUrl: string;
}

type Decision = 'approved' | 'declined';

function openRequests(queries: Queries, organizationId: string) {
  return queries
    .updateTable('writeAccessRequest')
    .where('organizationId', '=', organizationId)
    .where('decidedAt', 'is', null);
}
type OpenRequests = ReturnType<typeof openRequests>;

/** Closes the open wishes that `narrow` leaves, and records it for each. Returns how many. Turns no switch. */
export async function decideRequests(
  queries: Queries,
  organizationId: string,
  decision: Decision,
  by: Decider,
  narrow: (open: OpenRequests) => OpenRequests,
): Promise<number> {
  const decided = await narrow(openRequests(queries, organizationId))
    .set({ decision, decidedAt: by.now.toISOString(), decidedBy: by.userId })
    .returning(['id', 'userId', 'clientId', 'billing'])
    .execute();
  await recordEvents(
    queries,
    decided.map(({ id, userId, clientId, billing }) => ({
      action: `write_access.${decision}` as const,
      organizationId,
      userId,
      clientId,
      details: { requestId: id, billing },
      ...by.origin,
    })),
  );
  return decided.length;
}

/** An open wish, for the change that would fulfil it. One of another organization, or unknown, is `not_found`. */
export async function openRequest(queries: Queries, organizationId: string, id: string) {
  const request = await queries
    .selectFrom('writeAccessRequest')
    .select(['billing', 'decision'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!request) throw new AppError('not_found', 'There is no such request. Reload the page to see the open ones.');
  if (request.decision) throw new AppError('conflict', `This request has been ${request.decision} already.`);
  return request;
}
