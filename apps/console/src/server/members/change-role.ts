import { recordEvents } from '@countersign/access/audit/audit';
import { AppError } from '@countersign/contracts/errors';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { closeInvitations } from '@countersign/db/mail/invitations';
import { z } from 'zod';
import type { Decider } from '../write-access/decide-requests.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';
import { roleRefusal } from './role-rules.ts';

/** A member as they are when nothing moves any more, and how many owners there are. */
export async function lockedMember(queries: Queries, organizationId: string, userId: string) {
  const member = z.uuid().safeParse(userId).success
    ? await queries
        .selectFrom('membership')
        .select('role')
        .where('organizationId', '=', organizationId)
        .where('userId', '=', userId)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!member) {
    throw new AppError('not_found', 'The organization has no such member. Reload the page to see those it has.');
  }
  const owners = await queries
    .selectFrom('membership')
    .select('userId')
    .where('organizationId', '=', organizationId)
    .where('role', '=', 'owner')
    .execute();
  return { role: member.role as Role, owners: owners.length };
}

/**
 * Gives a member another role and records it, in the caller's transaction, which holds the organization's row: writes under way have
 * committed, and no other change of a role is on its way. Who decides for the organization no longer invites into it either, so
 * their open invitations are revoked.
 */
export async function changeRole(
  queries: Queries,
  { organization, role: actor }: OrganizationMembership,
  userId: string,
  role: Role,
  by: Decider,
): Promise<void> {
  const { role: before, owners } = await lockedMember(queries, organization.id, userId);
  if (before === role) return;
  const refusal = roleRefusal({ actor, target: before, isSelf: userId === by.userId, owners }, role);
  if (refusal) throw refusal;
  await queries
    .updateTable('membership')
    .set({ role })
    .where('organizationId', '=', organization.id)
    .where('userId', '=', userId)
    .execute();
  await recordEvents(queries, [
    {
      action: 'member.role_changed',
      organizationId: organization.id,
      userId,
      details: { before, after: role },
      ...by.origin,
    },
  ]);
  if (decides(before) && !decides(role)) await revokeInvitationsOf(queries, organization.id, userId, by);
}

function decides(role: Role): boolean {
  return role === 'admin' || role === 'owner';
}

/** What somebody asked for who has no say any more, also under another address of their own. */
export async function revokeInvitationsOf(
  queries: Queries,
  organizationId: string,
  userId: string,
  by: Decider,
): Promise<void> {
  const revoked = await closeInvitations(queries, organizationId, 'revoked', by.now, (open) =>
    open.where('invitedBy', '=', userId),
  );
  await recordEvents(
    queries,
    revoked.map(({ id, email }) => ({
      action: 'invitation.revoked' as const,
      organizationId,
      userId,
      details: { invitationId: id, email, reason: 'inviter' },
      ...by.origin,
    })),
  );
}
