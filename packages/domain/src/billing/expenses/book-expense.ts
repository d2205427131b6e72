import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { postEntry } from '../../books/index.ts';
import { companyProfile } from '../../directory/index.ts';
import { expenseEntry, expensePaymentEntry } from './expense-postings.ts';
import type { Expense } from './expense-schemas.ts';
import { changeExpense } from './expense-store.ts';
import { settledOfExpense } from './settled-store.ts';

/** Puts a draft into the books, in the transaction that freezes it. The expense is locked. */
export async function bookExpense(ctx: RequestContext, tx: Tx, expense: Expense): Promise<void> {
  const { baseCurrency } = await companyProfile(ctx, tx);
  await postEntry(ctx, tx, expenseEntry({ ...withRate(expense, baseCurrency), baseCurrency }));
  await changeExpense(ctx, tx, expense.id, { bookedAt: ctx.now.toISOString() });
}

/** Books the money for an expense that is in the books. The expense is locked. */
export async function payExpense(ctx: RequestContext, tx: Tx, expense: Expense, paidOn: string): Promise<void> {
  const { baseCurrency } = await companyProfile(ctx, tx);
  const settledMinor = await settledOfExpense(tx, expense.id);
  await postEntry(
    ctx,
    tx,
    expensePaymentEntry({ ...withRate(expense, baseCurrency), baseCurrency }, paidOn, settledMinor),
  );
  await changeExpense(ctx, tx, expense.id, { paidOn });
}

/** A rate said of an expense in the base currency means nothing. */
function withRate(expense: Expense, baseCurrency: string): Expense {
  return expense.currency === baseCurrency ? { ...expense, exchangeRateMillionths: null } : expense;
}
