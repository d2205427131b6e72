import type { CallsPerDayView } from '@countersign/contracts/console-connections';
import type { Queries } from '@countersign/db/named-statements';
import { sql } from 'kysely';
import { IS_WRITE } from './activity-page.ts';

const DAYS = 14;

/** Tool calls of a connection on each of the last 14 days of this time zone, today included. Does not check who asks. */
export async function callsPerDay(
  queries: Queries,
  connectionId: string,
  timeZone: string,
  now: Date,
): Promise<CallsPerDayView> {
  const { rows } = await sql<CallsPerDayView['days'][number]>`
    with today as (select (${now.toISOString()}::timestamptz at time zone ${timeZone})::date as last),
    days as (select (last - before)::date as day from today, generate_series(0, ${DAYS - 1}::integer) as before)
    select day, count(id) filter (where not ${IS_WRITE}) as reads, count(id) filter (where ${IS_WRITE}) as writes
    from days
    left join audit_event on connection_id = ${connectionId}::uuid and action = 'tool.called'
      and at >= day::timestamp at time zone ${timeZone} and at < (day + 1)::timestamp at time zone ${timeZone}
    group by day order by day
  `.execute(queries);
  return { days: rows };
}
