import { recordEvents } from '@countersign/access/audit/audit';
import { noticeOfJoining } from '@countersign/access/notices/invitation-accepted';
import type { InvitationKey } from '@countersign/access/organizations/invitation-link';
import type { InvitableRole, InvitationOutcome } from '@countersign/contracts/invitation';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { closeInvitations } from '@countersign/db/mail/invitations';
import { sql } from 'kysely';
import type { RequestOrigin } from '../provider/request-origin.ts';
import type { Person } from './person.ts';

/** An invitation as it is shown before anything happens. */
export interface Invitation extends InvitationKey {
  readonly email: string;
  readonly role: InvitableRole;
  readonly organizationName: string;
  readonly teams: readonly string[];
  /** Null for an API key of the organization, and for a person whose account is gone. */
  readonly inviter: { readonly name: string; readonly email: string } | null;
  readonly expiresAt: string;
  /** Null while it is open. */
  readonly outcome: InvitationOutcome | null;
  /** Whether somebody has an account under the invited address. */
  readonly hasAccount: boolean;
}

/** Does not check who asks: whoever holds the link may see what it offers. */
export async function findInvitation(pool: Pool, key: InvitationKey, now: Date): Promise<Invitation | undefined> {
  const row = await withQueries(pool, (db) =>
    db
      .selectFrom('invitation')
      .innerJoin('organization', 'organization.id', 'invitation.organizationId')
      .leftJoin('user as inviter', 'inviter.id', 'invitation.invitedBy')
      .leftJoin('user as invited', 'invited.email', 'invitation.email')
      .select([
        'invitation.email',
        sql<InvitableRole>`invitation.role`.as('role'),
        sql<InvitationOutcome | null>`invitation.outcome`.as('outcome'),
        'invitation.expiresAt',
        'organization.name as organizationName',
        'inviter.name as inviterName',
        'inviter.email as inviterEmail',
        'invited.id as invitedId',
        sql<string[]>`(
          select coalesce(jsonb_agg(team.name order by team.name), '[]') from team
          where team.organization_id = invitation.organization_id and team.id = any (invitation.team_ids)
        )`.as('teams'),
      ])
      .where('invitation.organizationId', '=', key.organizationId)
      .where('invitation.id', '=', key.id)
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const { inviterName: name, inviterEmail: email, invitedId, outcome, ...invitation } = row;
  const ranOut = Date.parse(row.expiresAt) <= now.getTime();
  return {
    ...key,
    ...invitation,
    inviter: name !== null && email !== null ? { name, email } : null,
    outcome: outcome ?? (ranOut ? 'expired' : null),
    hasAccount: invitedId !== null,
  };
}

/** Whether the person belongs to the organization, by this invitation or otherwise. */
export async function isMember(pool: Pool, organizationId: string, userId: string): Promise<boolean> {
  const row = await withQueries(pool, (db) =>
    db
      .selectFrom('membership')
      .select('userId')
      .where('organizationId', '=', organizationId)
      .where('userId', '=', userId)
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/**
 * Makes the invited person a member and puts them in those teams that still exist. Does nothing, and returns false, unless the
 * invitation is open and for this very address; of two at once, the second finds it closed. Somebody who is a member already keeps
 * the role they have.
 */
export async function acceptInvitation(
  pool: Pool,
  key: InvitationKey,
  person: Person,
  { now, origin, consoleUrl }: { readonly now: Date; readonly origin: RequestOrigin; readonly consoleUrl: string },
): Promise<boolean> {
  return transaction(pool, async (db) => {
    const [accepted] = await closeOpen(db, key, 'accepted', now, person.email);
    if (!accepted) return false;
    const { organizationId } = key;
    const { role, teamIds } = accepted;
    const [joined] = await db
      .insertInto('membership')
      .values({ organizationId, userId: person.id, role })
      .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doNothing())
      .returning('userId')
      .execute();
    await db
      .insertInto('teamMembership')
      .columns(['organizationId', 'teamId', 'userId'])
      .expression((from) =>
        from
          .selectFrom('team')
          .select(['organizationId', 'id', sql<string>`${person.id}::uuid`.as('userId')])
          .where('organizationId', '=', organizationId)
          .where(sql<boolean>`id = any(${teamIds}::uuid[])`),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await recordEvents(db, [
      {
        action: 'invitation.accepted',
        organizationId,
        userId: person.id,
        actorKind: 'user',
        actorId: person.id,
        ...origin,
        details: { invitationId: key.id, role, teamIds },
      },
    ]);
    if (joined) await noticeOfJoining(db, { organizationId, person, role: role as InvitableRole }, consoleUrl);
    return true;
  });
}

/** Closes an open invitation for good. Whoever holds the link may: it came to the invited mailbox. */
export async function declineInvitation(
  pool: Pool,
  key: InvitationKey,
  person: Person | null,
  now: Date,
  origin: RequestOrigin,
): Promise<void> {
  await transaction(pool, async (db) => {
    const [declined] = await closeOpen(db, key, 'declined', now);
    if (!declined) return;
    await recordEvents(db, [
      {
        action: 'invitation.declined',
        organizationId: key.organizationId,
        userId: person?.id ?? null,
        actorKind: 'user',
        actorId: person?.id ?? null,
        ...origin,
        details: { invitationId: key.id, email: declined.email },
      },
    ]);
  });
}

function closeOpen(
  db: Queries,
  { organizationId, id }: InvitationKey,
  outcome: InvitationOutcome,
  now: Date,
  email?: string,
) {
  return closeInvitations(db, organizationId, outcome, now, (open) =>
    open
      .where('id', '=', id)
      .where('expiresAt', '>', now.toISOString())
      .$if(email !== undefined, (one) => one.where('email', '=', email ?? '')),
  );
}
