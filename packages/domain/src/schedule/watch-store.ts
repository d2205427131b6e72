import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** How far ahead a shift's member is looked at, and how soon an open shift is a matter. */
const AHEAD_DAYS = 14;
const OPEN_HOURS = 72;

/**
 * Coming shifts that cannot be worked as planned: `not_in_team` when the member has left the shift's team since (admins work anywhere),
 * `open` when it starts soon and nobody is assigned. A member's shifts that overlap are no finding: the database refuses them.
 */
export async function shiftConflicts(tx: Tx, now: Date) {
  const at = now.toISOString();
  return queries(tx)
    .selectFrom('shift')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.organizationId', '=', 'shift.organizationId')
        .onRef('membership.userId', '=', 'shift.assigneeId'),
    )
    .leftJoin('teamMembership', (join) =>
      join
        .onRef('teamMembership.organizationId', '=', 'shift.organizationId')
        .onRef('teamMembership.teamId', '=', 'shift.teamId')
        .onRef('teamMembership.userId', '=', 'shift.assigneeId'),
    )
    .leftJoin('user as assignee', 'assignee.id', 'shift.assigneeId')
    .select([
      'shift.id',
      'shift.teamId',
      'shift.title',
      'shift.startsAt',
      'assignee.name as assigneeName',
      sql<'open' | 'not_in_team'>`case when shift.assignee_id is null then 'open' else 'not_in_team' end`.as('reason'),
    ])
    .where('shift.voidedAt', 'is', null)
    .where('shift.startsAt', '>', at)
    .where((where) =>
      where.or([
        where.and([
          where('shift.assigneeId', 'is', null),
          where('shift.startsAt', '<', sql<string>`${at}::timestamptz + make_interval(hours => ${OPEN_HOURS})`),
        ]),
        where.and([
          where('shift.startsAt', '<', sql<string>`${at}::timestamptz + make_interval(days => ${AHEAD_DAYS})`),
          where('shift.teamId', 'is not', null),
          where('membership.role', 'not in', ['admin', 'owner']),
          where('teamMembership.teamId', 'is', null),
        ]),
      ]),
    )
    .orderBy('shift.startsAt')
    .orderBy('shift.id')
    .execute();
}
