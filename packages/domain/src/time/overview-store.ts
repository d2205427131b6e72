import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Time as `get_overview` tells of it: this month, and what could be billed. Old is what was worked more than 30 days ago. */
export function timeOverview(tx: Tx, today: string) {
  const unbilled = sql`billable and minutes is not null and invoice_line_id is null`;
  return queries(tx)
    .selectFrom('timeEntry')
    .where('voidedAt', 'is', null)
    .select([
      sql<number>`count(*) filter (where minutes is null)`.as('runningTimers'),
      sql<number>`coalesce(sum(minutes) filter (where worked_on >= date_trunc('month', ${today}::date)), 0)`.as(
        'minutesThisMonth',
      ),
      sql<number>`coalesce(sum(minutes) filter (where ${unbilled}), 0)`.as('unbilledMinutes'),
      sql<number>`coalesce(sum(minutes) filter (where ${unbilled} and worked_on < ${today}::date - 30), 0)`.as(
        'unbilledMinutesOlderThan30Days',
      ),
    ])
    .executeTakeFirstOrThrow();
}
