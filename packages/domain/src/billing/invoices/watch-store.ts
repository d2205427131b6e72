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
