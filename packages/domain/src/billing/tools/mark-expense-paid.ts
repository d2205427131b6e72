import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { bookExpense, payExpense } from '../expenses/book-expense.ts';
import { Expense } from '../expenses/expense-schemas.ts';
import { lockExpense, requireExpense } from '../expenses/expense-store.ts';

export const markExpensePaid = defineTool({
  name: 'mark_expense_paid',
  title: 'Mark expense paid',
  summary: 'Book that an expense was paid, whole. A draft is booked with it. This cannot be taken back.',
  module: 'billing',
  effect: 'settle',
  input: z.strictObject({
    expenseId: z.uuid().describe('From list_expenses.'),
    paidOn: Day.optional().describe('By default today where the organization is; not later.'),
    expectedVersion: ExpectedVersion,
  }),
  output: Expense,
  examples: [{ expenseId: '$unpaidExpenseId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { expenseId, expectedVersion, paidOn }, tx) => {
    const today = await organizationToday(ctx, tx);
    const before = await lockExpense(tx, expenseId, today);
    refuseStale(before, expectedVersion);
    if (before.paidOn !== null) {
      throw new AppError('conflict', 'This expense is paid already. Read it again to see when.', {
        paidOn: before.paidOn,
      });
    }
    if (paidOn !== undefined && paidOn > today) {
      throw new AppError('invalid_input', 'paidOn: it lies ahead. Mark the expense paid when it is.', {
        fields: [{ path: 'paidOn', problem: 'in the future' }],
      });
    }
    if (before.bookedAt === null) await bookExpense(ctx, tx, before);
    await payExpense(ctx, tx, before, paidOn ?? today);
    return requireExpense(tx, expenseId, today);
  });
