import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Line } from '../../text.ts';
import { changeCustomer, insertCustomer, lockLikelyCustomers } from '../customer-store.ts';
import { MATCHES, matchCustomer } from '../rules.ts';
import { Customer, customerFields } from '../schemas.ts';

export const upsertCustomer = defineTool({
  name: 'upsert_customer',
  title: 'Create or update customer',
  summary:
    'Add a customer or update the one that has the same business id, else e-mail, else exact name. Says which it matched.',
  module: 'directory',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({ name: Line(), ...customerFields }),
  output: z.object({
    customer: Customer,
    created: z.boolean(),
    matchedBy: z.enum(MATCHES).nullable().describe('What the existing customer was recognized by; null when created.'),
  }),
  examples: [{ name: 'Fjordkraft Eiendom AS', businessId: '912 345 678', city: 'Bergen', country: 'NO' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, described, tx) => {
    const match = matchCustomer(described, await lockLikelyCustomers(ctx, tx, described));
    if (!match) {
      const customer = await insertCustomer(ctx, tx, described);
      return { customer, created: true, matchedBy: null };
    }
    const { matchedBy, customers } = match;
    const [customer, ...others] = customers;
    if (!customer || others.length > 0) {
      throw new AppError(
        'conflict',
        `${customers.length} customers match by ${matchedBy}. Choose one of matchingIds and use update_customer.`,
        { matchingIds: customers.map(({ id }) => id) },
      );
    }
    return {
      customer: await changeCustomer(ctx, tx, customer.id, described),
      created: false,
      matchedBy,
    };
  });
