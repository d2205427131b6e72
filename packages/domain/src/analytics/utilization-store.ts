import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import type { Days } from '../date-range.ts';

export interface MemberWork {
  readonly memberId: string | null;
  readonly name: string | null;
  readonly minutes: number;
  readonly billableMinutes: number;
}

/** What each member worked, those who did not too, and whoever has left since. A narrowed transaction sees its team's members and work. */
export async function workByMember(tx: Tx, { from, to }: Days): Promise<MemberWork[]> {
  const { rows } = await sql<MemberWork>`
    with people as (
      select m.user_id as member_id from membership m
      where current_team() is null or exists (
        select from team_membership t
        where t.organization_id = m.organization_id and t.user_id = m.user_id and t.team_id = current_team())
    ), worked as (
      select member_id, sum(minutes) as minutes, sum(minutes) filter (where billable) as billable_minutes
      from time_entry where worked_on between ${from} and ${to} and minutes is not null and voided_at is null group by member_id
    )
    select member_id, u.name, coalesce(minutes, 0) as minutes, coalesce(billable_minutes, 0) as billable_minutes
    from people full join worked using (member_id) left join "user" u on u.id = member_id
    order by u.name, member_id`.execute(queries(tx));
  return rows;
}
