import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { OPEN_MINOR, TO_REFUND_MINOR } from '../billing/index.ts';
import type { Aging, CustomerAging } from './schemas.ts';

const aged = (today: string, condition: ReturnType<typeof sql>) =>
  sql`coalesce(sum(${OPEN_MINOR}) filter (where ${today}::date - invoice.due_on ${condition}), 0)::bigint`;

const columns = (
  today: string,
) => sql`count(*) filter (where ${OPEN_MINOR} > 0) as invoices, sum(${OPEN_MINOR})::bigint as open_minor,
  sum(${TO_REFUND_MINOR})::bigint as to_refund_minor,
  ${aged(today, sql`<= 0`)} as not_due_minor, ${aged(today, sql`between 1 and 30`)} as days1_to30_minor,
  ${aged(today, sql`between 31 and 60`)} as days31_to60_minor, ${aged(today, sql`between 61 and 90`)} as days61_to90_minor,
  ${aged(today, sql`> 90`)} as days_over90_minor`;

/**
 * What is owed of issued invoices, by how long it is overdue, and what customers are to get back: in each currency, and by the customers that
 * owe most.
 */
export async function receivablesAging(tx: Tx, today: string, customersMax: number) {
  const db = queries(tx);
  const totals = await sql<Aging>`
    select currency, ${columns(today)} from invoice where number is not null and (${OPEN_MINOR} > 0 or ${TO_REFUND_MINOR} > 0)
    group by currency order by currency`.execute(db);
  const customers = await sql<CustomerAging>`
    select invoice.customer_id, customer.name as customer_name, currency, ${columns(today)}
    from invoice join customer on customer.organization_id = invoice.organization_id and customer.id = invoice.customer_id
    where number is not null and (${OPEN_MINOR} > 0 or ${TO_REFUND_MINOR} > 0)
    group by invoice.customer_id, customer.name, currency
    order by sum(${OPEN_MINOR}) desc, invoice.customer_id, currency limit ${customersMax}`.execute(db);
  return { totals: totals.rows, customers: customers.rows };
}
