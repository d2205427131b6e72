import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseBackwards } from '../../day.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { requireDocument } from '../../documents/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Currency } from '../currency.ts';
import { bookExpense } from '../expenses/book-expense.ts';
import { receiptTotals, refuseBooked } from '../expenses/expense-rules.ts';
import { book, Category, Expense, expenseFields, ReceiptAmounts, Supplier } from '../expenses/expense-schemas.ts';
import { changeExpense, lockExpense, requireExpense } from '../expenses/expense-store.ts';
import { confirmExpense, refuseUnlikelyExpense } from '../expenses/plausible-expense.ts';
import { teamAfter } from '../placement.ts';

export const updateExpense = defineTool({
  name: 'update_expense',
  title: 'Update expense',
  summary:
    'Change a draft expense, or book it. Fields left out stay as they are. A booked one takes a receipt and a note only.',
  module: 'billing',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    expenseId: z.uuid().describe('From list_expenses.'),
    supplier: Supplier.optional(),
    amounts: ReceiptAmounts.optional().describe('Replaces all amounts.'),
    category: Category.optional(),
    currency: Currency.optional(),
    ...expenseFields,
    incurredOn: expenseFields.incurredOn.describe('The date on the receipt or bill.'),
    book,
    ...confirmExpense,
    expectedVersion: ExpectedVersion,
  }),
  clearable: {
    description: null,
    dueOn: null,
    projectId: null,
    teamId: null,
    exchangeRateMillionths: null,
    receiptDocumentId: null,
    note: null,
  },
  output: Expense,
  examples: [
    { expenseId: '$draftExpenseId', category: 'software', note: 'Yearly licence.' },
    { expenseId: '$draftExpenseId', receiptDocumentId: '$documentId', book: true },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(
    async (
      ctx,
      { expenseId, expectedVersion, amounts, book: bookNow, receiptDocumentId, note, confirm, ...fields },
      tx,
    ) => {
      const today = await organizationToday(ctx, tx);
      const before = await lockExpense(tx, expenseId, today);
      refuseStale(before, expectedVersion);
      if (amounts || Object.values(fields).some((value) => value !== undefined)) {
        refuseBooked(before);
        const { incurredOn = before.incurredOn, dueOn = before.dueOn } = fields;
        refuseBackwards(incurredOn, dueOn, 'dueOn');
        const { baseCurrency } = await companyProfile(ctx, tx);
        const named = { currency: before.currency, ...fields, amounts: amounts ?? [] };
        refuseUnlikelyExpense(named, { today, baseCurrency, confirm });
      }
      if (receiptDocumentId) await requireDocument(tx, receiptDocumentId);
      const teamId = await teamAfter(ctx, tx, before, fields);
      await changeExpense(
        ctx,
        tx,
        expenseId,
        { ...fields, teamId, receiptDocumentId, note },
        amounts && receiptTotals(amounts),
      );
      if (bookNow && before.bookedAt === null) await bookExpense(ctx, tx, await requireExpense(tx, expenseId, today));
      return requireExpense(tx, expenseId, today);
    },
  );
