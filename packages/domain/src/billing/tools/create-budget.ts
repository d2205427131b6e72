import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day, refuseBackwards } from '../../day.ts';
import { companyProfile } from '../../directory/index.ts';
import { requireProject } from '../../projects/index.ts';
import { Line } from '../../text.ts';
import { insertBudget, requireBudget } from '../budgets/budget-store.ts';
import { Currency } from '../currency.ts';
import { AmountMinor, Budget, internalNote } from '../schemas.ts';

export const createBudget = defineTool({
  name: 'create_budget',
  title: 'Create budget',
  summary: 'Set what a project may cost, as a whole or in a period. Whoever sees the project sees it.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    projectId: z.uuid().describe('From list_projects.'),
    amountMinor: AmountMinor.describe('Before VAT, in cents or the like.'),
    name: Line().default('Budget'),
    currency: Currency.optional().describe('ISO 4217; by default the organization’s.'),
    startsOn: Day.optional().describe('First day; without it from the beginning.'),
    endsOn: Day.optional().describe('Last day; without it to the end.'),
    note: internalNote,
  }),
  output: Budget,
  examples: [{ projectId: '$projectId', amountMinor: 2_500_000, name: 'Phase 2' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, fields, tx) => {
    refuseBackwards(fields.startsOn, fields.endsOn, 'endsOn');
    await requireProject(tx, fields.projectId);
    const currency = fields.currency ?? (await companyProfile(ctx, tx)).baseCurrency;
    return requireBudget(tx, await insertBudget(ctx, tx, { ...fields, currency }));
  });
