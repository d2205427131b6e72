import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line } from '../../text.ts';
import { changeCustomer, lockCustomer } from '../customer-store.ts';
import { Customer, customerFields } from '../schemas.ts';

export const updateCustomer = defineTool({
  name: 'update_customer',
  title: 'Update customer',
  summary: 'Change details of a customer. Fields left out stay as they are; clear names those to empty.',
  module: 'directory',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    customerId: z.uuid().describe('From list_customers.'),
    expectedVersion: ExpectedVersion,
    name: Line().optional(),
    ...customerFields,
  }),
  clearable: {
    businessId: null,
    vatId: null,
    email: null,
    phone: null,
    street: null,
    postalCode: null,
    city: null,
    country: null,
  },
  output: Customer,
  examples: [{ customerId: '$customerId', phone: '+358 40 123 4567' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { customerId, expectedVersion, ...change }, tx) => {
    const customer = await lockCustomer(tx, customerId);
    refuseStale(customer, expectedVersion);
    return changeCustomer(ctx, tx, customerId, change);
  });
