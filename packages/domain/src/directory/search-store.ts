import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { knownFacts } from '../known-facts.ts';
import { latestNotes, requireCustomer } from './customer-store.ts';

export const searchableCustomers: Searchable = {
  kind: 'customer',
  titles: (tx, ids) =>
    queries(tx)
      .selectFrom('customer')
      .select(['id', 'name as title'])
      .where('id', '=', sql<string>`any(${ids})`)
      .execute(),
  read: async (tx, id) => {
    const customer = await requireCustomer(tx, id);
    const notes = await latestNotes(tx, id);
    const place = [customer.postalCode, customer.city].filter(Boolean).join(' ');
    return {
      title: customer.name,
      text: notes.map(({ body, createdAt }) => `${createdAt.slice(0, 10)}: ${body}`).join('\n\n'),
      facts: knownFacts({
        Status: customer.archivedAt ? 'archived' : null,
        'Business id': customer.businessId,
        'VAT id': customer.vatId,
        'E-mail': customer.email,
        Phone: customer.phone,
        Address: [customer.street, place, customer.country].filter(Boolean).join(', '),
        'Payment term': `${customer.paymentTermDays} days`,
      }),
      belongsTo: [],
    };
  },
};
