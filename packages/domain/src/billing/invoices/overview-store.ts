import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { OPEN_MINOR, TO_REFUND_MINOR } from '../payments/open-minor.ts';

/** Billing as `get_overview` tells of it: sums for each currency, and the `top` longest overdue invoices. */
export async function billingOverview(tx: Tx, today: string, top: number) {
  const db = queries(tx);
  const quotes = await db
    .selectFrom('quote')
    .select([
      sql<number>`count(*) filter (where valid_until is null or valid_until >= ${today})`.as('waiting'),
      sql<number>`count(*) filter (where valid_until < ${today})`.as('expired'),
    ])
    .where('status', '=', 'sent')
    .executeTakeFirstOrThrow();
  const { drafts } = await db
    .selectFrom('invoice')
    .select(sql<number>`count(*)`.as('drafts'))
    .where('number', 'is', null)
    .executeTakeFirstOrThrow();
  const receivables = await db
    .selectFrom('invoice')
    .select([
      'currency',
      sql<number>`count(*) filter (where ${OPEN_MINOR} > 0)`.as('openInvoices'),
      sql<number>`coalesce(sum(${OPEN_MINOR}), 0)::bigint`.as('openMinor'),
      sql<number>`coalesce(sum(${TO_REFUND_MINOR}), 0)::bigint`.as('toRefundMinor'),
      sql<number>`count(*) filter (where due_on < ${today} and ${OPEN_MINOR} > 0)`.as('overdueInvoices'),
      sql<number>`coalesce(sum(${OPEN_MINOR}) filter (where due_on < ${today}), 0)::bigint`.as('overdueMinor'),
      sql<number>`coalesce(sum(net_minor) filter (where issued_on >= date_trunc('month', ${today}::date)), 0)::bigint`.as(
        'issuedThisMonthNetMinor',
      ),
    ])
    .where('number', 'is not', null)
    .groupBy('currency')
    .orderBy('currency')
    .execute();
  const mostOverdue = await db
    .selectFrom('invoice')
    .innerJoin('customer', (join) =>
      join
        .onRef('customer.organizationId', '=', 'invoice.organizationId')
        .onRef('customer.id', '=', 'invoice.customerId'),
    )
    .select(['invoice.id', 'invoice.number', 'customer.name as customerName', 'invoice.dueOn'])
    .where('invoice.dueOn', '<', today)
    .where(OPEN_MINOR, '>', 0)
    .orderBy('invoice.dueOn')
    .orderBy('invoice.id')
    .limit(top)
    .execute();
  return {
    draftInvoices: drafts,
    quotesWaiting: quotes.waiting,
    quotesExpired: quotes.expired,
    receivables,
    mostOverdue,
  };
}
