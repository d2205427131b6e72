import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { changeExpense, lockExpense, recordPayment, requirePayment, reversePayment } from '../../billing/index.ts';
import { organizationToday } from '../../directory/index.ts';
import { unbookPart } from './book-part.ts';
import { creditLeft } from './credit-store.ts';
import { type LockedRow, type Part, undoPart } from './part-store.ts';

/**
 * Undoes parts of a movement: what they booked is taken back by its reversal on the day of the movement, so that bank and books agree on every day.
 * What they only met stays as it was recorded. The movement is held.
 */
export async function putBack(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  parts: readonly Part[],
  reason: string,
): Promise<void> {
  for (const part of parts) {
    await undo(ctx, tx, row, part, reason);
    await undoPart(ctx, tx, part.id, reason);
  }
}

async function undo(ctx: RequestContext, tx: Tx, row: LockedRow, part: Part, reason: string): Promise<void> {
  if (!part.isBooked) return;
  switch (part.kind) {
    case 'invoice':
      if (part.paymentId !== null) await reversePayment(ctx, tx, part.paymentId, { on: row.bookedOn, reason });
      return;
    case 'payment_back': {
      // The payment that was taken back is made anew: its reversal stays, as everything in the books does.
      const payment = await requirePayment(tx, part.paymentId ?? '');
      await recordPayment(ctx, tx, payment.invoiceId, {
        amountMinor: payment.amountMinor,
        paidOn: row.bookedOn,
        method: 'bank_transfer',
        note: `Its reversal was put back: ${reason}`.slice(0, 500),
      });
      return;
    }
    case 'refund':
      throw new AppError(
        'conflict',
        'This movement was recorded as a refund, which is final. Put the difference right with another document.',
      );
    case 'expense':
    case 'expense_back':
      await unbookPart(ctx, tx, part.id, row.bookedOn);
      await reopenExpense(ctx, tx, part, row.bookedOn);
      return;
    case 'customer_credit': {
      const { leftMinor } = await creditLeft(tx, part.id);
      if (leftMinor !== part.amountMinor) {
        throw new AppError(
          'conflict',
          'A part of this credit was used or given back. Take that back first: reverse_payment for an invoice paid from it, put_back for money given back.',
          {
            creditLeftMinor: leftMinor,
          },
        );
      }
      return unbookPart(ctx, tx, part.id, row.bookedOn);
    }
    case 'account':
    case 'credit_back':
      return unbookPart(ctx, tx, part.id, row.bookedOn);
  }
}

/** An expense whose payment is put back is owed again; one whose return is put back is paid again. */
async function reopenExpense(ctx: RequestContext, tx: Tx, { expenseId, kind }: Part, on: string): Promise<void> {
  if (expenseId === null) return;
  const expense = await lockExpense(tx, expenseId, await organizationToday(ctx, tx));
  if (kind === 'expense' && expense.paidOn !== null) await changeExpense(ctx, tx, expenseId, { paidOn: null });
  if (kind === 'expense_back' && expense.paidOn === null) await changeExpense(ctx, tx, expenseId, { paidOn: on });
}
