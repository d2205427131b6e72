import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { receivablesAging } from '../receivables-store.ts';
import { Aging, CustomerAging, team } from '../schemas.ts';

export const getReceivablesAging = defineTool({
  name: 'get_receivables_aging',
  title: 'Get receivables aging',
  summary:
    'What customers owe today by how long it is overdue, in each currency and by customer. Use it to decide whom to remind.',
  module: 'analytics',
  effect: 'read',
  input: z.strictObject({
    customersMax: z
      .int()
      .min(1)
      .max(200)
      .default(50)
      .describe('How many customers to name, those that owe most first.'),
  }),
  output: z.object({
    team,
    asOf: z.iso.date(),
    totals: z.array(Aging).describe('One for each currency, of all customers.'),
    customers: z.array(CustomerAging),
  }),
  examples: [{}, { customersMax: 5 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { customersMax }, tx) => {
    const asOf = await organizationToday(ctx, tx);
    return { team: ctx.team?.name ?? null, asOf, ...(await receivablesAging(tx, asOf, customersMax)) };
  });
