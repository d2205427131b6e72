import { AppError, notFound } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';

/**
 * Work goes only to members who can see it: anybody for work of the whole organization, else the team's members and the
 * admins. Throws `not_found` for somebody who is no member, `invalid_input` naming `path` for one who cannot see it.
 */
export async function requireAssignable(tx: Tx, userId: string, teamId: string | null, path: string): Promise<void> {
  const member = await queries(tx)
    .selectFrom('membership')
    .leftJoin('teamMembership', (join) =>
      join
        .onRef('teamMembership.organizationId', '=', 'membership.organizationId')
        .onRef('teamMembership.userId', '=', 'membership.userId')
        .on('teamMembership.teamId', '=', teamId),
    )
    .where('membership.userId', '=', userId)
    .select(['membership.role', 'teamMembership.teamId'])
    .executeTakeFirst();
  if (!member) throw notFound('member');
  if (teamId === null || member.teamId !== null || member.role === 'admin' || member.role === 'owner') return;
  throw new AppError(
    'invalid_input',
    `${path}: this member is not in the team the work belongs to. Choose one who is, or an admin.`,
    { fields: [{ path, problem: 'not in the team' }] },
  );
}
