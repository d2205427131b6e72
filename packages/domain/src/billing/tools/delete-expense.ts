import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { refuseBooked } from '../expenses/expense-rules.ts';
import { deleteDraftExpense, lockExpense } from '../expenses/expense-store.ts';

export const deleteExpense = defineTool({
  name: 'delete_expense',
  title: 'Delete expense',
  summary: 'Delete a draft expense for good. One that is in the books stays.',
  module: 'billing',
  effect: 'delete',
  idempotent: true,
  input: z.strictObject({ expenseId: z.uuid().describe('From list_expenses.') }),
  output: z.object({ expenseId: z.uuid(), deleted: z.literal(true) }),
  examples: [{ expenseId: '$draftExpenseId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { expenseId }, tx) => {
    refuseBooked(await lockExpense(tx, expenseId, await organizationToday(ctx, tx)));
    await deleteDraftExpense(tx, expenseId);
    return { expenseId, deleted: true };
  });
