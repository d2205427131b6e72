import { recordEvents } from '@countersign/access/audit/audit';
import type { InvitationRequest } from '@countersign/contracts/console-members';
import { AppError } from '@countersign/contracts/errors';
import { INVITATION_TTL_DAYS } from '@countersign/contracts/invitation';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { closeInvitations, invite, queueInvitationMail } from '@countersign/db/mail/invitations';
import { z } from 'zod';
import type { Decider } from '../write-access/decide-requests.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';

type Organization = OrganizationMembership['organization'];

/** The admin, as the mail names them. */
export interface Inviter extends Decider {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
}

/** So that a button pressed twice, or in spite, fills nobody's mailbox. */
const RESEND_AFTER_SECONDS = 5 * 60;

export async function sendInvitation(
  queries: Queries,
  organization: Organization,
  request: InvitationRequest,
  by: Inviter,
): Promise<void> {
  const { id, email, role, teamIds } = await invite(queries, { organization, by: by.person, now: by.now }, request);
  await recordEvents(queries, [
    {
      action: 'invitation.sent',
      organizationId: organization.id,
      details: { invitationId: id, email, role, teamIds },
      ...by.origin,
    },
  ]);
}

/** Mails an open invitation once more and lets it last as long as a new one; also one that ran out. */
export async function resendInvitation(
  queries: Queries,
  organization: Organization,
  id: string,
  by: Inviter,
): Promise<void> {
  const { email, role, sentAt } = await openInvitation(queries, organization.id, id);
  const wait = Math.ceil(RESEND_AFTER_SECONDS - (by.now.getTime() - Date.parse(sentAt)) / 1000);
  if (wait > 0) {
    throw new AppError('rate_limited', 'It was sent a moment ago. Wait five minutes before you send it again.', {
      retryAfterSeconds: wait,
    });
  }
  const expiresAt = new Date(by.now.getTime() + INVITATION_TTL_DAYS * 86_400_000).toISOString();
  await queries
    .updateTable('invitation')
    .set({ sentAt: by.now.toISOString(), expiresAt })
    .where('organizationId', '=', organization.id)
    .where('id', '=', id)
    .execute();
  await queueInvitationMail(queries, { organization, by: by.person }, { id, email, role: role as Role, expiresAt });
  await recordEvents(queries, [
    {
      action: 'invitation.resent',
      organizationId: organization.id,
      details: { invitationId: id, email },
      ...by.origin,
    },
  ]);
}

export async function revokeInvitation(
  queries: Queries,
  organization: Organization,
  id: string,
  by: Decider,
): Promise<void> {
  const { email } = await openInvitation(queries, organization.id, id);
  await closeInvitations(queries, organization.id, 'revoked', by.now, (open) => open.where('id', '=', id));
  await recordEvents(queries, [
    {
      action: 'invitation.revoked',
      organizationId: organization.id,
      details: { invitationId: id, email },
      ...by.origin,
    },
  ]);
}

/** Locked, since the invited person may be answering at this moment. */
async function openInvitation(queries: Queries, organizationId: string, id: string) {
  const invitation = z.uuid().safeParse(id).success
    ? await queries
        .selectFrom('invitation')
        .select(['email', 'role', 'sentAt', 'outcome'])
        .where('organizationId', '=', organizationId)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!invitation) {
    throw new AppError('not_found', 'There is no such invitation. Reload the page to see the open ones.');
  }
  if (invitation.outcome) throw new AppError('conflict', `This invitation has been ${invitation.outcome} already.`);
  return invitation;
}
