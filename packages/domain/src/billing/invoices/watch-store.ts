import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { OPEN_MINOR } from '../payments/open-minor.ts';

/** Issued invoices past their due date with something left to pay, longest overdue first. */
export async function overdueInvoices(tx: Tx, today: string) {
  return queries(tx)
    .selectFrom('invoice')
    .innerJoin('customer', (join) =>
      join
        .onRef('customer.organizationId', '=', 'invoice.organizationId')
        .onRef('customer.id', '=', 'invoice.customerId'),
    )
    .select([
      'invoice.id',
      'invoice.teamId',
      'invoice.number',
      'invoice.dueOn',
      'invoice.currency',
      'customer.name as customerName',
      OPEN_MINOR.as('openMinor'),
    ])
    .where('invoice.dueOn', '<', today)
    .where(OPEN_MINOR, '>', 0)
    .orderBy('invoice.dueOn')
    .orderBy('invoice.id')
    .$narrowType<{ number: number; dueOn: string }>()
    .execute();
}

/** Issued invoices with something to pay whose last letter was refused for good, since when and why. */
export async function refusedLetters(tx: Tx) {
  const { rows } = await sql<{
    readonly id: string;
    readonly teamId: string | null;
    readonly number: number;
    readonly customerName: string;
    readonly recipient: string;
    readonly refusal: string | null;
    readonly refusedAt: string;
  }>`
    select invoice.id, invoice.team_id, invoice.number, customer.name as customer_name, last.recipient, last.refusal, last.refused_at
    from invoice
    join customer on customer.organization_id = invoice.organization_id and customer.id = invoice.customer_id
    cross join lateral (
      select recipient, refusal, refused_at from invoice_delivery d
      where d.organization_id = invoice.organization_id and d.invoice_id = invoice.id order by d.created_at desc, d.id desc limit 1
    ) as last
    where last.refused_at is not null and ${OPEN_MINOR} > 0
    order by last.refused_at, invoice.id`.execute(queries(tx));
  return rows;
}

/** Invoices issued on the days from one to another, both inside: how many, and what they come to without VAT, by currency. */
export async function invoicedBetween(tx: Tx, from: string, to: string) {
  return queries(tx)
    .selectFrom('invoice')
    .select(({ fn }) => [
      'currency',
      fn.countAll<number>().as('count'),
      sql<number>`sum(net_minor)::bigint`.as('netMinor'),
    ])
    .where('issuedOn', '>=', from)
    .where('issuedOn', '<=', to)
    .groupBy('currency')
    .orderBy('currency')
    .execute();
}
