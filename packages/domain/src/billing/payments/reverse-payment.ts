import type { JobContext } from '@countersign/contracts/define-job';
import { AppError } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { bookedEntry, credit, debit, partInBaseCurrency, reverseEntry } from '../../books/index.ts';
import { organizationToday } from '../../directory/index.ts';
import { lockIssued, touch } from '../life-store.ts';
import { settledMinorOf } from '../rules.ts';
import { insertReversal, requirePayment } from './reversal-store.ts';

/**
 * Takes a payment back by its reversal, in the caller's transaction: what it paid is open again, and the books move back what they moved. By default
 * on the day of the payment, as for one booked in error; on its own day when the bank took it back. Answers the invoice. Throws `not_found`,
 * `conflict` for one that was taken back before.
 */
export async function reversePayment(
  ctx: JobContext,
  tx: Tx,
  paymentId: string,
  { on, reason }: { readonly on?: string | undefined; readonly reason: string },
): Promise<{ readonly invoiceId: string; readonly reversalId: string }> {
  const payment = await requirePayment(tx, paymentId);
  const reversedOn = on ?? payment.paidOn;
  if (reversedOn < payment.paidOn || reversedOn > (await organizationToday(ctx, tx))) {
    throw new AppError('invalid_input', 'reversedOn: it must be from the day of the payment to today.', {
      fields: [{ path: 'reversedOn', problem: reversedOn < payment.paidOn ? 'before the payment' : 'in the future' }],
    });
  }
  const invoice = await lockIssued(tx, payment.invoiceId);
  const id = await insertReversal(ctx, tx, paymentId, { reversedOn, reason });
  await touch(ctx, tx, invoice.id, {});
  const of = { kind: 'payment', id: paymentId } as const;
  const booked = await bookedEntry(tx, of);
  if (!booked) return { invoiceId: invoice.id, reversalId: id };
  // What is settled from now on, converted, is what the books have then: the cents of rounding stay with the difference.
  const settled = settledMinorOf(invoice);
  const owed = partInBaseCurrency(settled - payment.amountMinor, payment.amountMinor, invoice.exchangeRateMillionths);
  const money = booked.lines.find(({ account }) => account === 'bank' || account === 'customer_credits');
  const came = (money?.debitMinor ?? 0) - (money?.creditMinor ?? 0);
  const lines = [
    ...debit('receivables', owed),
    ...(money ? credit(money.account, came) : []),
    ...debit('exchange_differences', came - owed),
  ];
  await reverseEntry(ctx, tx, { of, as: { kind: 'payment_reversal', id }, on: reversedOn, lines });
  return { invoiceId: invoice.id, reversalId: id };
}
