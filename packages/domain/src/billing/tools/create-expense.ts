import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseBackwards } from '../../day.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { requireDocument } from '../../documents/index.ts';
import { Currency } from '../currency.ts';
import { bookExpense } from '../expenses/book-expense.ts';
import { receiptTotals } from '../expenses/expense-rules.ts';
import { book, Category, Expense, expenseFields, ReceiptAmounts, Supplier } from '../expenses/expense-schemas.ts';
import { insertExpense, requireExpense } from '../expenses/expense-store.ts';
import { confirmExpense, refuseUnlikelyExpense } from '../expenses/plausible-expense.ts';
import { teamFor } from '../placement.ts';

export const createExpense = defineTool({
  name: 'create_expense',
  title: 'Create expense',
  summary:
    'Enter a receipt or a supplier’s bill. It is a draft that can still be changed, unless it is booked at once.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    supplier: Supplier,
    amounts: ReceiptAmounts,
    category: Category.default('other'),
    currency: Currency.optional().describe('ISO 4217; by default the organization’s.'),
    ...expenseFields,
    book,
    ...confirmExpense,
  }),
  output: Expense,
  examples: [
    { supplier: 'Rautatie Oy', amounts: [{ grossMinor: 5460, vatBasisPoints: 1350 }], category: 'travel' },
    {
      supplier: 'Print House',
      description: 'Posters for the launch',
      amounts: [{ grossMinor: 62_750, vatBasisPoints: 2550 }],
      category: 'marketing',
      projectId: '$projectId',
      book: true,
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { amounts, book: bookNow, confirm, ...fields }, tx) => {
    const today = await organizationToday(ctx, tx);
    const totals = receiptTotals(amounts);
    const expense = {
      ...fields,
      incurredOn: fields.incurredOn ?? today,
      teamId: await teamFor(ctx, tx, fields),
      currency: fields.currency ?? (await companyProfile(ctx, tx)).baseCurrency,
    };
    refuseBackwards(expense.incurredOn, expense.dueOn, 'dueOn');
    const { baseCurrency } = await companyProfile(ctx, tx);
    refuseUnlikelyExpense({ ...expense, amounts }, { today, baseCurrency, confirm });
    if (fields.receiptDocumentId) await requireDocument(tx, fields.receiptDocumentId);
    const id = await insertExpense(ctx, tx, expense, totals);
    if (bookNow) await bookExpense(ctx, tx, await requireExpense(tx, id, today));
    return requireExpense(tx, id, today);
  });
