import { type CursorKey, toPage } from '@countersign/contracts/pagination';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import type { CompanyProfile, Member, Team } from './schemas.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface MemberFilter extends PageRequest {
  readonly text?: string | undefined;
  /** Only those who are in this team. */
  readonly teamId?: string | undefined;
  readonly role?: Member['role'] | undefined;
  /** The one team whose name a narrowed caller may see beside the people. */
  readonly onlyTeamId: string | null;
}

/** Members by name, with the teams they are in. */
export async function listMembers(tx: Tx, { text, teamId, role, onlyTeamId, limit, cursor }: MemberFilter) {
  let list = queries(tx)
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.userId')
    .select([
      'user.id',
      'user.name',
      'user.email',
      sql<Member['role']>`membership.role`.as('role'),
      sql<Member['teams']>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', team.id, 'name', team.name) order by team.name), '[]')
        from team_membership join team on team.organization_id = team_membership.organization_id and team.id = team_membership.team_id
        where team_membership.organization_id = membership.organization_id and team_membership.user_id = membership.user_id
          and (${onlyTeamId}::uuid is null or team.id = ${onlyTeamId})
      )`.as('teams'),
    ])
    .where(
      comesAfter(cursor, 'ascending', [
        [sql.ref('user.name'), 'text'],
        [sql.ref('user.id'), 'id'],
      ]),
    );
  if (role) list = list.where('membership.role', '=', role);
  if (text)
    list = list.where(sql<boolean>`strpos(lower(concat_ws(' ', "user".name, "user".email)), lower(${text})) > 0`);
  if (teamId) {
    list = list.where((eb) =>
      eb.exists(
        eb
          .selectFrom('teamMembership')
          .whereRef('teamMembership.organizationId', '=', 'membership.organizationId')
          .whereRef('teamMembership.userId', '=', 'membership.userId')
          .where('teamMembership.teamId', '=', teamId),
      ),
    );
  }
  const rows = await list
    .orderBy('user.name')
    .orderBy('user.id')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, ({ name, id }): CursorKey => [name, id]);
}

/** Teams by name; only `onlyTeamId` when the caller is narrowed to it. */
export async function listTeams(
  tx: Tx,
  { onlyTeamId, limit, cursor }: PageRequest & { readonly onlyTeamId: string | null },
) {
  let list = queries(tx)
    .selectFrom('team')
    .select([
      'id',
      'name',
      sql<number>`(select count(*) from team_membership where team_membership.organization_id = team.organization_id
        and team_membership.team_id = team.id)`.as('memberCount'),
    ])
    .where(
      comesAfter(cursor, 'ascending', [
        [sql.ref('name'), 'text'],
        [sql.ref('id'), 'id'],
      ]),
    );
  if (onlyTeamId) list = list.where('id', '=', onlyTeamId);
  const rows: Team[] = await list
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, ({ name, id }): CursorKey => [name, id]);
}

export function findCompanyProfile(tx: Tx): Promise<CompanyProfile | undefined> {
  return queries(tx)
    .selectFrom('companyProfile')
    .select([
      'legalName',
      'businessId',
      'vatId',
      sql<CompanyProfile['vatPeriod']>`vat_period`.as('vatPeriod'),
      'baseCurrency',
      'timeZone',
      'language',
      'street',
      'postalCode',
      'city',
      'country',
      'phone',
      'email',
      'iban',
      'bic',
      'hourlyRateMinor',
      'vatBasisPoints',
    ])
    .executeTakeFirst();
}
