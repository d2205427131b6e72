import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import type { Days } from '../date-range.ts';
import type { Step } from './buckets.ts';

/** What happened in one bucket. A bucket in which nothing did is not there. */
export interface Point {
  readonly start: string;
  readonly revenueMinor: number;
  readonly expensesMinor: number;
  readonly invoices: number;
  readonly minutes: number;
  readonly billableMinutes: number;
}

/**
 * The days in buckets, as this transaction sees them. Money is what the books say, so it agrees with them in any currency; hours are
 * of entries that are over. Reports read across the tables of modules: a figure of several of them is one question.
 */
export async function seriesOf(tx: Tx, currency: string, { from, to }: Days, step: Step): Promise<Point[]> {
  const { rows } = await sql<Point>`
    with booked as (
      select date_trunc(${step}, e.booked_on)::date as start,
        sum(l.credit_minor - l.debit_minor) filter (where l.account = 'sales') as revenue,
        sum(l.debit_minor - l.credit_minor) filter (where l.account like 'expenses%') as expenses
      from journal_entry e join journal_line l on l.organization_id = e.organization_id and l.entry_id = e.id
      where e.booked_on between ${from} and ${to} and e.currency = ${currency}
      group by 1
    ), issued as (
      select date_trunc(${step}, issued_on)::date as start, count(*) as invoices
      from invoice where issued_on between ${from} and ${to} group by 1
    ), worked as (
      select date_trunc(${step}, worked_on)::date as start, sum(minutes) as minutes,
        sum(minutes) filter (where billable) as billable_minutes
      from time_entry where worked_on between ${from} and ${to} and minutes is not null and voided_at is null group by 1
    )
    select start, coalesce(revenue, 0)::bigint as revenue_minor, coalesce(expenses, 0)::bigint as expenses_minor,
      coalesce(invoices, 0) as invoices, coalesce(minutes, 0) as minutes, coalesce(billable_minutes, 0) as billable_minutes
    from booked full join issued using (start) full join worked using (start)
    order by start`.execute(queries(tx));
  return rows;
}
