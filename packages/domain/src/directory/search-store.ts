import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/in-org';
import { sql } from 'kysely';
import { fullText, knownFacts } from '../full-text.ts';
import { latestNotes, requireCustomer } from './customer-store.ts';

export const searchableCustomers: Searchable = {
  kind: 'customer',
  find: (tx, words, limit) => {
    const more = sql<string>`concat_ws(' ', customer.business_id, customer.vat_id, customer.email, customer.street, customer.city)`;
    const text = fullText(words, sql`customer.name`, more);
    return queries(tx)
      .selectFrom('customer')
      .select(['customer.id', 'customer.name as title', text.rank.as('rank')])
      .where(text.matches)
      .orderBy('rank', 'desc')
      .orderBy('customer.id')
      .limit(limit)
      .execute();
  },
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
