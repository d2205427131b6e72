import { minorDigitsOf } from '@countersign/contracts/currencies';
import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { dayOf } from '../../calendar.ts';
import { knownFacts } from '../../known-facts.ts';
import { requireInvoice } from './invoice-store.ts';

export const searchableInvoices: Searchable = {
  kind: 'invoice',
  titles: async (tx, ids) => {
    const rows = await queries(tx)
      .selectFrom('invoice')
      .innerJoin('customer', (join) =>
        join
          .onRef('customer.organizationId', '=', 'invoice.organizationId')
          .onRef('customer.id', '=', 'invoice.customerId'),
      )
      .select(['invoice.id', 'invoice.number', 'customer.name as customerName'])
      .where('invoice.id', '=', sql<string>`any(${ids})`)
      .execute();
    return rows.map((row) => ({ id: row.id, title: titleOf(row) }));
  },
  read: async (tx, id) => {
    // Only whether it is overdue hangs on the day, and that is not shown.
    const invoice = await requireInvoice(tx, id, dayOf(new Date(0)));
    const digits = minorDigitsOf(invoice.currency);
    const money = (minor: number) => `${(minor / 10 ** digits).toFixed(digits)} ${invoice.currency}`;
    const lines = invoice.lines.map(({ description, netMinor }) => `${description}: ${money(netMinor)}`);
    return {
      title: titleOf(invoice),
      text: [...lines, invoice.note ?? ''].join('\n').trim(),
      facts: knownFacts({
        Status: invoice.status.replace('_', ' '),
        Issued: invoice.issuedOn,
        Due: invoice.dueOn,
        'Before VAT': money(invoice.netMinor),
        VAT: money(invoice.vatMinor),
        Total: money(invoice.totalMinor),
        Open: money(invoice.openMinor),
        'To refund': invoice.toRefundMinor > 0 ? money(invoice.toRefundMinor) : null,
        'Payment reference': invoice.paymentReference,
        Reference: invoice.reference,
      }),
      belongsTo: [
        { kind: 'customer', id: invoice.customerId, title: invoice.customerName },
        ...(invoice.projectId ? [{ kind: 'project', id: invoice.projectId, title: invoice.projectName ?? '' }] : []),
      ],
    };
  },
};

function titleOf({ number, customerName }: { number: number | null; customerName: string }): string {
  return number === null ? `Draft invoice for ${customerName}` : `Invoice ${number} for ${customerName}`;
}
