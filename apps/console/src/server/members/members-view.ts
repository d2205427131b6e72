import type { InvitationView, MembersView, MemberView, TeamView } from '@countersign/contracts/console-members';
import type { InvitableRole } from '@countersign/contracts/invitation';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { isLive } from '../connections/live-connections.ts';
import { connectionRows } from '../connections/my-connections.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';
import { assignableRoles, removalRefusal } from './role-rules.ts';

/** Who belongs to the organization, who is asked, and its teams, for this admin. Does not check that they are one. */
export async function membersView(
  queries: Queries,
  { organization, role }: OrganizationMembership,
  userId: string,
  now: Date,
): Promise<MembersView> {
  const live = await liveConnections(queries, organization.id, now);
  return {
    organization: { slug: organization.slug, name: organization.name },
    members: await members(queries, organization.id, { userId, role }, live, now),
    invitations: await invitations(queries, organization.id, now),
    teams: await teams(queries, organization.id, live),
  };
}

type Live = Awaited<ReturnType<typeof liveConnections>>;

function liveConnections(queries: Queries, organizationId: string, now: Date) {
  return connectionRows(queries)
    .clearSelect()
    .select(['connection.userId', 'connection.teamId'])
    .where('connection.organizationId', '=', organizationId)
    .where(isLive(now))
    .execute();
}

async function members(
  queries: Queries,
  organizationId: string,
  you: { readonly userId: string; readonly role: Role },
  live: Live,
  now: Date,
): Promise<MemberView[]> {
  const rows = await queries
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.userId')
    .select([
      'user.id',
      'user.name',
      'user.email',
      sql<Role>`membership.role`.as('role'),
      'membership.createdAt as since',
      sql<string[]>`(
        select coalesce(jsonb_agg(team.name order by team.name), '[]')
        from team_membership join team on team.organization_id = team_membership.organization_id and team.id = team_membership.team_id
        where team_membership.organization_id = membership.organization_id and team_membership.user_id = membership.user_id
      )`.as('teams'),
      sql<number>`(
        select count(*) from api_key
        where api_key.organization_id = membership.organization_id and api_key.user_id = membership.user_id
          and revoked_at is null and (expires_at is null or expires_at > ${now.toISOString()}::timestamptz)
      )`.as('apiKeys'),
    ])
    .where('membership.organizationId', '=', organizationId)
    .orderBy('user.name')
    .orderBy('user.id')
    .execute();
  const owners = rows.filter(({ role }) => role === 'owner').length;
  return rows.map((row) => {
    const isYou = row.id === you.userId;
    const change = { actor: you.role, target: row.role, isSelf: isYou, owners };
    return {
      ...row,
      isYou,
      roles: assignableRoles(change),
      removable: removalRefusal(change) === undefined,
      connections: live.filter(({ userId }) => userId === row.id).length,
    };
  });
}

async function invitations(queries: Queries, organizationId: string, now: Date): Promise<InvitationView[]> {
  const rows = await queries
    .selectFrom('invitation')
    .leftJoin('user', 'user.id', 'invitation.invitedBy')
    .select([
      'invitation.id',
      'invitation.email',
      sql<InvitableRole>`invitation.role`.as('role'),
      'sentAt',
      'expiresAt',
      'user.name as byName',
      'user.email as byEmail',
      sql<string[]>`(
        select coalesce(jsonb_agg(team.name order by team.name), '[]') from team
        where team.organization_id = invitation.organization_id and team.id = any (invitation.team_ids)
      )`.as('teams'),
    ])
    .where('invitation.organizationId', '=', organizationId)
    .where('closedAt', 'is', null)
    .orderBy('sentAt', 'desc')
    .orderBy('invitation.id')
    .execute();
  return rows.map(({ byName: name, byEmail: email, ...row }) => ({
    ...row,
    invitedBy: name !== null && email !== null ? { name, email } : null,
    expired: Date.parse(row.expiresAt) <= now.getTime(),
  }));
}

async function teams(queries: Queries, organizationId: string, live: Live): Promise<TeamView[]> {
  const rows = await queries
    .selectFrom('team')
    .select([
      'id',
      'name',
      sql<{ id: string; name: string }[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', "user".id, 'name', "user".name) order by "user".name, "user".id), '[]')
        from team_membership join "user" on "user".id = team_membership.user_id
        where team_membership.organization_id = team.organization_id and team_membership.team_id = team.id
      )`.as('members'),
    ])
    .where('organizationId', '=', organizationId)
    .orderBy('name')
    .execute();
  return rows.map(({ id, name, members }) => {
    const narrowed = live.filter(({ teamId }) => teamId === id);
    return {
      id,
      name,
      members: members.map((member) => ({
        ...member,
        connections: narrowed.filter(({ userId }) => userId === member.id).length,
      })),
      connections: narrowed.length,
    };
  });
}
