import { dayInWords } from '@countersign/contracts/day-in-words';
import { AppError } from '@countersign/contracts/errors';
import { INVITATION_TTL_DAYS, type InvitableRole, type InvitationOutcome } from '@countersign/contracts/invitation';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import { quotedName } from '@countersign/contracts/quoted-name';
import type { Role } from '@countersign/contracts/scopes';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import type { Queries } from '../connections/named-statements.ts';
import { queueMail } from './queue-mail.ts';

const DAY_MS = 86_400_000;
/** In 24 hours, of one organization: more are no team that grows, but mail to strangers. */
const SENT_A_DAY_MAX = 100;

export interface Inviting {
  readonly organization: { readonly id: string; readonly name: string };
  /** Null when an API key of the organization invites. */
  readonly by: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly now: Date;
}

export interface NewInvitation<R extends InvitableRole = InvitableRole> {
  readonly email: string;
  readonly role: R;
  readonly teamIds: readonly string[];
}

export interface OpenInvitation<R extends InvitableRole = InvitableRole> extends NewInvitation<R> {
  readonly id: string;
  readonly expiresAt: string;
}

/**
 * Asks somebody into the organization, in the caller's transaction: leaves the invitation, and the mail that tells of it. Serves the
 * console and the tools role alike, so it uses no more than the latter may. Throws `conflict` for a member and for an address with an
 * open invitation, `not_found` for a team the organization does not have. Does not check who may invite as what.
 */
export async function invite<R extends InvitableRole>(
  queries: Queries,
  inviting: Inviting,
  invited: NewInvitation<R>,
): Promise<OpenInvitation<R>> {
  const { organization, by, now } = inviting;
  const email = normalizeEmail(invited.email);
  const teamIds = [...new Set(invited.teamIds)];
  await refuseMember(queries, organization.id, email);
  await refuseUnknownTeams(queries, organization.id, teamIds);
  await refuseTooMany(queries, organization.id, now);
  await closeExpired(queries, organization.id, email, now);
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + INVITATION_TTL_DAYS * DAY_MS).toISOString();
  const made = await queries
    .insertInto('invitation')
    .values({
      organizationId: organization.id,
      id: newId(),
      email,
      role: invited.role,
      teamIds,
      invitedBy: by?.id ?? null,
      createdAt: at,
      sentAt: at,
      expiresAt,
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'email']).where('closedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) {
    throw new AppError('conflict', 'There is an open invitation for this address. Revoke it first to invite anew.');
  }
  const invitation = { ...invited, email, teamIds, id: made.id, expiresAt };
  await queueInvitationMail(queries, inviting, invitation);
  return invitation;
}

/** The text without its link, which is a credential: whoever delivers the mail adds it below (docs/adr/0016). */
export async function queueInvitationMail(
  queries: Queries,
  { organization, by }: Pick<Inviting, 'organization' | 'by'>,
  { id, email, role, expiresAt }: Pick<OpenInvitation, 'id' | 'email' | 'expiresAt'> & { readonly role: Role },
): Promise<void> {
  const name = quotedName(organization.name);
  const inviter = by ? `${quotedName(by.name)} (${by.email})` : 'An API key of the organization';
  await queueMail(queries, {
    kind: 'invitation',
    organizationId: organization.id,
    invitationId: id,
    recipient: email,
    subject: `You are invited to ${name}`,
    body: `${inviter} invites you to join the organization ${name} in Countersign with the role ${role}.

Nothing happens until you accept. The invitation is for ${email} alone and ends on ${dayInWords(expiresAt)}.

If you do not know who this is, ignore this mail, and the invitation ends by itself.

See who invites you into what, and accept or decline, at this address. Do not pass it on:`,
  });
}

/** Closes the open invitations that `narrow` leaves, and returns them. Their links open nothing any more. */
export async function closeInvitations(
  queries: Queries,
  organizationId: string,
  outcome: InvitationOutcome,
  now: Date,
  narrow: (open: OpenInvitations) => OpenInvitations,
): Promise<{ id: string; email: string; role: string; invitedBy: string | null; teamIds: string[] }[]> {
  return narrow(openInvitations(queries, organizationId))
    .set({ closedAt: now.toISOString(), outcome })
    .returning(['id', 'email', 'role', 'invitedBy', 'teamIds'])
    .execute();
}

function openInvitations(queries: Queries, organizationId: string) {
  return queries.updateTable('invitation').where('organizationId', '=', organizationId).where('closedAt', 'is', null);
}
type OpenInvitations = ReturnType<typeof openInvitations>;

/** One that ran out does not stand in the way of a new one. */
async function closeExpired(queries: Queries, organizationId: string, email: string, now: Date): Promise<void> {
  await closeInvitations(queries, organizationId, 'expired', now, (open) =>
    open.where('email', '=', email).where('expiresAt', '<=', now.toISOString()),
  );
}

async function refuseMember(queries: Queries, organizationId: string, email: string): Promise<void> {
  const member = await queries
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.userId')
    .select('user.id')
    .where('membership.organizationId', '=', organizationId)
    .where('user.email', '=', email)
    .executeTakeFirst();
  if (member) throw new AppError('conflict', 'The person with this address is a member already.');
}

async function refuseUnknownTeams(queries: Queries, organizationId: string, teamIds: readonly string[]): Promise<void> {
  if (teamIds.length === 0) return;
  const found = await queries
    .selectFrom('team')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where(sql<boolean>`id = any(${teamIds}::uuid[])`)
    .execute();
  if (found.length < teamIds.length) {
    throw new AppError('not_found', 'The organization has no such team. List its teams to see those it has.');
  }
}

/** Until this transaction ends, other invitations of the organization wait here: of callers at once, each counts those before it. */
async function refuseTooMany(queries: Queries, organizationId: string, now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invitations of ${organizationId}`}, 0))`.execute(queries);
  const { count } = await queries
    .selectFrom('invitation')
    .select(sql<number>`count(*)`.as('count'))
    .where('organizationId', '=', organizationId)
    .where('createdAt', '>', new Date(now.getTime() - DAY_MS).toISOString())
    .executeTakeFirstOrThrow();
  if (count < SENT_A_DAY_MAX) return;
  throw new AppError(
    'rate_limited',
    `An organization can invite ${SENT_A_DAY_MAX} people in 24 hours. Go on tomorrow.`,
    { retryAfterSeconds: DAY_MS / 1000 },
  );
}
