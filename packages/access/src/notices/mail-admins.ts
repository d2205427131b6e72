import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';

export interface AdminNotice {
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
}

/**
 * Leaves a mail for everybody who decides for the organization, in the transaction of what it tells; also for whoever caused it, since
 * an account that somebody else took over is noticed by nobody sooner than by its person.
 */
export async function mailAdmins(queries: Queries, organizationId: string, notice: AdminNotice): Promise<void> {
  const admins = await queries
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.userId')
    .select('user.email')
    .where('organizationId', '=', organizationId)
    .where('role', 'in', ['admin', 'owner'])
    .orderBy('user.email')
    .execute();
  for (const { email: recipient } of admins) await queueMail(queries, { ...notice, organizationId, recipient });
}
