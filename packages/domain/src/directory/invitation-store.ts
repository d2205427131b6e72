import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { closeInvitations, invite, type NewInvitation } from '@countersign/db/mail/invitations';
import { queries } from '@countersign/db/tenancy/in-org';
import type { Invitation } from './schemas.ts';

/** Asks somebody into the caller's organization; the mail leaves with the commit. Refuses as `invite` does. */
export async function inviteMember(
  ctx: RequestContext,
  tx: Tx,
  invited: NewInvitation<Invitation['role']>,
): Promise<Invitation> {
  const { organization, user: by, now } = ctx;
  const { id, ...invitation } = await invite(queries(tx), { organization, by, now }, invited);
  return { invitationId: id, ...invitation, teamIds: [...invitation.teamIds] };
}

/** Takes an open invitation back; one that ran out is still closed. Throws `not_found` for any other. */
export async function revokeInvitation(ctx: RequestContext, tx: Tx, invitationId: string) {
  const [revoked] = await closeInvitations(queries(tx), ctx.organization.id, 'revoked', ctx.now, (open) =>
    open.where('id', '=', invitationId),
  );
  if (!revoked) {
    throw new AppError(
      'not_found',
      'There is no such open invitation. It may have been answered or revoked already; invite_member tells the id of each.',
    );
  }
  return { invitationId, email: revoked.email, revoked: true as const };
}
