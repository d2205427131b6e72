import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { bookExpense, changeExpense, lockExpense, settledOfExpense } from '../../billing/index.ts';
import { partInBaseCurrency } from '../../books/index.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { bookPart } from './book-part.ts';
import { insertPart, type LockedRow } from './part-store.ts';
import { invalid, type WantedPart } from './wanted-part.ts';

/**
 * Money to a supplier for an expense, whole or in part; a draft is booked with it. Meets an expense that somebody marked as paid. Money that came
 * in for one that was paid is that payment come back: the expense is owed again. An expense below zero is the other way round.
 */
export async function settleExpense(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  part: WantedPart & { readonly expenseId: string },
  leftMinor: number,
  path: string,
): Promise<string> {
  const expense = await lockExpense(tx, part.expenseId, await organizationToday(ctx, tx));
  const { baseCurrency } = await companyProfile(ctx, tx);
  const isOne = expense.currency === row.currency;
  if (!isOne && (part.settlesMinor === undefined || row.currency !== baseCurrency)) {
    throw invalid(
      path,
      `the movement is in ${row.currency} and the expense in ${expense.currency}. Say as settlesMinor how much of the expense it pays, in ${expense.currency}.`,
    );
  }
  const settledMinor = await settledOfExpense(tx, expense.id);
  const side = Math.sign(expense.totalMinor);
  const isBack = Math.sign(row.amountMinor) === side;
  const isTied = settledMinor !== 0;
  const rate = expense.currency === baseCurrency ? null : expense.exchangeRateMillionths;
  const rowSign = Math.sign(row.amountMinor);
  const of = { rowId: row.id, bookedOn: row.bookedOn, teamId: expense.teamId, currency: row.currency };
  if (isBack) {
    if (expense.paidOn === null)
      throw invalid(
        path,
        'this expense is not paid, so no payment of it came back. Book the money as an expense below zero, or to an account.',
      );
    const whole = Math.abs(expense.totalMinor);
    if (isOne ? whole > leftMinor : false)
      throw invalid(path, 'less came back than was paid for it. Book it to an account, or as an expense below zero.');
    const id = await bookPart(ctx, tx, of, {
      kind: 'expense_back',
      account: 'payables',
      amountMinor: rowSign * (isOne ? whole : leftMinor),
      expenseId: expense.id,
      settlesMinor: isTied ? -expense.totalMinor : 0,
      baseMinor: isOne ? part.baseMinor : undefined,
      accountMinor: rowSign * Math.abs(partInBaseCurrency(0, expense.totalMinor, rate)),
      description: `Came back: ${expense.supplier}`,
      note: part.note,
    });
    await changeExpense(ctx, tx, expense.id, { paidOn: null });
    return id;
  }
  const amountMinor =
    part.amountMinor ??
    (isOne ? Math.min(leftMinor, Math.abs(expense.totalMinor - settledMinor) || leftMinor) : leftMinor);
  const pays = side * Math.abs(isOne ? amountMinor : (part.settlesMinor ?? 0));
  if (expense.paidOn !== null) {
    if (isTied || pays !== expense.totalMinor) {
      throw new AppError(
        'conflict',
        'This expense is paid already, by another movement or of another amount. Read it again, or put the other movement back.',
        { paidOn: expense.paidOn },
      );
    }
    const met = {
      kind: 'expense',
      amountMinor: rowSign * amountMinor,
      expenseId: expense.id,
      settlesMinor: pays,
      isBooked: false,
    } as const;
    return insertPart(ctx, tx, row.id, { ...met, note: part.note });
  }
  const rest = expense.totalMinor - settledMinor;
  if (Math.abs(pays) > Math.abs(rest) || pays === 0) {
    throw new AppError('conflict', `Only ${Math.abs(rest)} minor units of this expense are open. Say at most that.`, {
      openMinor: Math.abs(rest),
    });
  }
  if (expense.bookedAt === null) await bookExpense(ctx, tx, expense);
  const id = await bookPart(ctx, tx, of, {
    kind: 'expense',
    account: 'payables',
    amountMinor: rowSign * amountMinor,
    expenseId: expense.id,
    settlesMinor: pays,
    baseMinor:
      row.currency === baseCurrency
        ? undefined
        : (part.baseMinor ?? Math.abs(partInBaseCurrency(settledMinor, pays, rate))),
    accountMinor: -partInBaseCurrency(settledMinor, pays, rate),
    description: expense.supplier,
    note: part.note,
  });
  if (pays === rest) await changeExpense(ctx, tx, expense.id, { paidOn: row.bookedOn });
  return id;
}
