import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { requireBudget } from '../budgets/budget-store.ts';
import { Budget } from '../schemas.ts';

export const getBudget = defineTool({
  name: 'get_budget',
  title: 'Get budget',
  summary: 'One budget with its project, amount and period, and what work and expenses have consumed of it.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({ budgetId: z.uuid().describe('From list_budgets.') }),
  output: Budget,
  examples: [{ budgetId: '$budgetId' }],
})
  .allow(whoeverIsPermitted)
  .handle((_ctx, { budgetId }, tx) => requireBudget(tx, budgetId));
