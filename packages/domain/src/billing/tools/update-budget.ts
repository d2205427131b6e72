import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day, refuseBackwards } from '../../day.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line } from '../../text.ts';
import { changeBudget, lockBudget, requireBudget } from '../budgets/budget-store.ts';
import { Currency } from '../currency.ts';
import { AmountMinor, Budget, internalNote } from '../schemas.ts';

export const updateBudget = defineTool({
  name: 'update_budget',
  title: 'Update budget',
  summary:
    'Change the name, amount, period or note of a budget. Fields left out stay as they are; clear names those to empty.',
  module: 'billing',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    budgetId: z.uuid().describe('From list_budgets.'),
    name: Line().optional(),
    amountMinor: AmountMinor.optional().describe('Before VAT, in cents or the like.'),
    currency: Currency.optional(),
    startsOn: Day.optional(),
    endsOn: Day.optional(),
    note: internalNote,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { startsOn: null, endsOn: null, note: null },
  output: Budget,
  examples: [{ budgetId: '$budgetId', amountMinor: 3_000_000 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { budgetId, expectedVersion, ...fields }, tx) => {
    const before = await lockBudget(tx, budgetId);
    refuseStale(before, expectedVersion);
    const { startsOn = before.startsOn, endsOn = before.endsOn } = fields;
    refuseBackwards(startsOn, endsOn, 'endsOn');
    await changeBudget(ctx, tx, budgetId, fields);
    return requireBudget(tx, budgetId);
  });
