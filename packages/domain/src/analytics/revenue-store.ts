import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import type { Days } from '../date-range.ts';
import type { RevenueRow } from './schemas.ts';

export const GROUPINGS = ['customer', 'project', 'team', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const KEYS = {
  customer: sql`c.id::text`,
  project: sql`p.id::text`,
  team: sql`t.id::text`,
  month: sql`to_char(e.booked_on, 'YYYY-MM')`,
} as const satisfies Record<Grouping, unknown>;
const NAMES = {
  customer: sql`c.name`,
  project: sql`p.name`,
  team: sql`t.name`,
  month: sql`to_char(e.booked_on, 'YYYY-MM')`,
} as const satisfies Record<Grouping, unknown>;

export interface Revenue {
  readonly rows: RevenueRow[];
  readonly rowsLeftOut: number;
  /** Of all rows, those left out too. */
  readonly totalRevenueMinor: number;
}

/** Sales as the books have them, by what their invoices belong to; months in order, everything else the largest first, `limit` at most. */
export async function revenueBy(
  tx: Tx,
  grouping: Grouping,
  currency: string,
  { from, to }: Days,
  limit: number,
): Promise<Revenue> {
  const order = grouping === 'month' ? sql`1` : sql`5 desc, 1`;
  const { rows } = await sql<RevenueRow & { readonly allRows: number; readonly allRevenueMinor: number }>`
    select ${KEYS[grouping]} as key, ${NAMES[grouping]} as name,
      coalesce(sum(l.credit_minor - l.debit_minor) filter (where e.source_kind = 'invoice'), 0)::bigint as invoiced_minor,
      coalesce(sum(l.debit_minor - l.credit_minor) filter (where e.source_kind = 'credit_note'), 0)::bigint as credited_minor,
      sum(l.credit_minor - l.debit_minor)::bigint as revenue_minor,
      count(distinct e.source_id) filter (where e.source_kind = 'invoice') as invoices,
      count(*) over () as all_rows, (sum(sum(l.credit_minor - l.debit_minor)) over ())::bigint as all_revenue_minor
    from journal_entry e
    join journal_line l on l.organization_id = e.organization_id and l.entry_id = e.id and l.account = 'sales'
    left join credit_note n on n.organization_id = e.organization_id and n.id = e.source_id and e.source_kind = 'credit_note'
    left join invoice i on i.organization_id = e.organization_id and i.id = coalesce(n.invoice_id, e.source_id)
    left join customer c on c.organization_id = e.organization_id and c.id = i.customer_id
    left join project p on p.organization_id = e.organization_id and p.id = i.project_id
    left join team t on t.organization_id = e.organization_id and t.id = e.team_id
    where e.booked_on between ${from} and ${to} and e.currency = ${currency}
    group by 1, 2 order by ${order} limit ${limit}`.execute(queries(tx));
  return {
    rows: rows.map(({ key, name, invoicedMinor, creditedMinor, revenueMinor, invoices }) => ({
      key,
      name,
      invoicedMinor,
      creditedMinor,
      revenueMinor,
      invoices,
    })),
    rowsLeftOut: (rows[0]?.allRows ?? 0) - rows.length,
    totalRevenueMinor: rows[0]?.allRevenueMinor ?? 0,
  };
}
