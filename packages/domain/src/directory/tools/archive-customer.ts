import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { changeCustomer, lockCustomer } from '../customer-store.ts';
import { Customer } from '../schemas.ts';

export const archiveCustomer = defineTool({
  name: 'archive_customer',
  title: 'Archive customer',
  summary:
    'Put a customer away: it leaves the lists and takes no new quotes or invoices. Its records stay; it can be undone.',
  module: 'directory',
  effect: 'settle',
  reversible: true,
  idempotent: true,
  input: z.strictObject({
    customerId: z.uuid().describe('From list_customers.'),
    archived: z.boolean().default(true).describe('false takes it back.'),
    expectedVersion: ExpectedVersion,
  }),
  output: Customer,
  examples: [{ customerId: '$customerId' }, { customerId: '$customerId', archived: false }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { customerId, archived, expectedVersion }, tx) => {
    const customer = await lockCustomer(tx, customerId);
    refuseStale(customer, expectedVersion);
    if ((customer.archivedAt !== null) === archived) return customer;
    return changeCustomer(ctx, tx, customerId, { archivedAt: archived ? ctx.now.toISOString() : null });
  });
