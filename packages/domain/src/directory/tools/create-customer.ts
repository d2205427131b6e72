import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Line } from '../../text.ts';
import { insertCustomer } from '../customer-store.ts';
import { Customer, customerFields } from '../schemas.ts';

export const createCustomer = defineTool({
  name: 'create_customer',
  title: 'Create customer',
  summary: 'Add a customer; only the name is needed. To avoid doubles when it may exist already, use upsert_customer.',
  module: 'directory',
  effect: 'create',
  input: z.strictObject({ name: Line(), ...customerFields }),
  output: Customer,
  examples: [
    { name: 'Kaarna Design Oy' },
    { name: 'Havn Logistikk AS', email: 'faktura@havn.example', city: 'Bergen', country: 'NO', paymentTermDays: 30 },
  ],
})
  .allow(whoeverIsPermitted)
  .handle((ctx, input, tx) => insertCustomer(ctx, tx, input));
