import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Prose } from '../../text.ts';
import { insertNote, requireCustomer } from '../customer-store.ts';
import { CustomerNote } from '../schemas.ts';

export const addCustomerNote = defineTool({
  name: 'add_customer_note',
  title: 'Add customer note',
  summary:
    'Write down something about a customer, such as the outcome of a call. Notes are seen by the whole organization.',
  module: 'directory',
  effect: 'create',
  input: z.strictObject({
    customerId: z.uuid().describe('From list_customers.'),
    body: Prose().min(1),
  }),
  output: CustomerNote,
  examples: [{ customerId: '$customerId', body: 'Wants the next phase quoted before the summer.' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { customerId, body }, tx) => {
    await requireCustomer(tx, customerId);
    return insertNote(ctx, tx, customerId, body);
  });
