import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';

/** Admins and owners may narrow a connection to any team of the organization, others to teams they are in. */
export async function mayUseTeam(
  queries: Queries,
  organizationId: string,
  teamId: string,
  userId: string,
  role: Role,
): Promise<boolean> {
  const anyTeam = role === 'admin' || role === 'owner';
  const [row] = anyTeam
    ? await queries
        .selectFrom('team')
        .select('id')
        .where('organizationId', '=', organizationId)
        .where('id', '=', teamId)
        .execute()
    : await queries
        .selectFrom('teamMembership')
        .select('teamId')
        .where('organizationId', '=', organizationId)
        .where('teamId', '=', teamId)
        .where('userId', '=', userId)
        .execute();
  return row !== undefined;
}
