import type { CallsPerDayView } from '@countersign/contracts/console-connections';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { IS_CALL, IS_NO_READ, IS_WRITE } from './activity-page.ts';

const DAYS = 14;

/**
 * Tool calls of a connection on each of the last 14 days of this time zone, today included. Counts only what indexes hold: reads are what
 * is left of all events. Does not check who asks.
 */
export async function callsPerDay(
  queries: Queries,
  connectionId: string,
  timeZone: string,
  now: Date,
): Promise<CallsPerDayView> {
  const events = sql`select count(*) from audit_event where connection_id = ${connectionId}::uuid and at >= since and at < until`;
  const { rows } = await sql<CallsPerDayView['days'][number]>`
    with today as (select (${now.toISOString()}::timestamptz at time zone ${timeZone})::date as last),
    days as (select (last - before)::date as day from today, generate_series(0, ${DAYS - 1}::integer) as before),
    spans as (
      select day, day::timestamp at time zone ${timeZone} as since, (day + 1)::timestamp at time zone ${timeZone} as until from days
    )
    select day, (${events}) - (${events} and ${IS_NO_READ}) as reads, (${events} and ${IS_CALL} and ${IS_WRITE}) as writes
    from spans order by day
  `.execute(queries);
  return { days: rows };
}
