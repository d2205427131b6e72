import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { SearchText } from '../../text.ts';
import { listCustomers as listStoredCustomers } from '../customer-store.ts';
import { Customer } from '../schemas.ts';

export const listCustomers = defineTool({
  name: 'list_customers',
  title: 'List customers',
  summary: 'Customers by name. Use it to find a customer id or to see whom the organization works for.',
  module: 'directory',
  effect: 'read',
  input: z.strictObject({
    text: SearchText.optional().describe('Part of the name, business id, e-mail or city, in any case.'),
    country: z.string().length(2).toUpperCase().optional().describe('ISO 3166-1 alpha-2, such as FI.'),
    includeArchived: z.boolean().default(false),
    ...pageInput,
  }),
  output: pageOutput(Customer),
  examples: [{}, { text: 'oy', country: 'FI', limit: 10 }],
})
  .allow(whoeverIsPermitted)
  .handle((_ctx, input, tx) => listStoredCustomers(tx, input));
