import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { latestNotes, requireCustomer } from '../customer-store.ts';
import { Customer, CustomerNote } from '../schemas.ts';

export const getCustomer = defineTool({
  name: 'get_customer',
  title: 'Get customer',
  summary: 'One customer with its address, terms and the latest 20 notes. For its people use list_contacts.',
  module: 'directory',
  effect: 'read',
  input: z.strictObject({ customerId: z.uuid().describe('From list_customers.') }),
  output: Customer.extend({ notes: z.array(CustomerNote).describe('Newest first.') }),
  examples: [{ customerId: '$customerId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { customerId }, tx) => {
    const customer = await requireCustomer(tx, customerId);
    return { ...customer, notes: await latestNotes(tx, customerId) };
  });
