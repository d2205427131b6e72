import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import {
  findHandMadePayment,
  lockIssued,
  openMinorOf,
  recordPayment,
  recordRefund,
  requirePayment,
  reversePayment,
} from '../../billing/index.ts';
import type { AccountKey } from '../../books/index.ts';
import { activeCustomer, companyProfile } from '../../directory/index.ts';
import { bookPart } from './book-part.ts';
import { creditLeft } from './credit-store.ts';
import { insertPart, type LockedRow, partsOf } from './part-store.ts';
import { settleExpense } from './settle-expense.ts';
import { invalid, type WantedPart } from './wanted-part.ts';

/** How far apart a payment recorded by hand and its movement may be when a person ties them. */
const HAND_MADE_DAYS = 60;

/**
 * Settles parts of a movement that is held, each in the books at once. Does not check that they come to no more than the movement: whoever
 * refreshes its state does. Throws `invalid_input` for what has two readings.
 */
export async function settleParts(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  wanted: readonly WantedPart[],
  path: string,
): Promise<void> {
  for (const part of wanted) {
    const parts = await partsOf(tx, row.id);
    const leftMinor = Math.abs(row.amountMinor - parts.reduce((sum, one) => sum + one.amountMinor, 0));
    await settlePart(ctx, tx, row, part, leftMinor, path);
  }
}

async function settlePart(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  part: WantedPart,
  leftMinor: number,
  path: string,
) {
  const cameIn = row.amountMinor > 0;
  const sign = cameIn ? 1 : -1;
  const signed = (amountMinor: number) => sign * amountMinor;
  const of = { rowId: row.id, bookedOn: row.bookedOn, teamId: row.teamId, currency: row.currency };
  const direction = (wants: 'in' | 'out') => {
    if (cameIn === (wants === 'in')) return;
    throw invalid(
      path,
      `this movement is money that ${cameIn ? 'came in' : 'went out'}, and that part is for money that ${wants === 'in' ? 'came in' : 'went out'}.`,
    );
  };
  const { amountMinor = leftMinor, note, baseMinor } = part;
  if (amountMinor < 0 && part.account === undefined)
    throw invalid(path, 'only a part booked to an account may go the other way. Say an amount above zero.');
  if (part.invoiceId !== undefined) {
    direction('in');
    return settleInvoice(ctx, tx, row, { ...part, invoiceId: part.invoiceId }, leftMinor, path);
  }
  if (part.paymentId !== undefined) return settlePayment(ctx, tx, row, part.paymentId, note, path);
  if (part.expenseId !== undefined)
    return settleExpense(ctx, tx, row, { ...part, expenseId: part.expenseId }, leftMinor, path);
  if (amountMinor === 0)
    throw invalid(path, 'nothing of this movement is left. Say an amount, or put a part back first.');
  if (part.customerId !== undefined) {
    direction('in');
    await activeCustomer(tx, part.customerId);
    return bookPart(ctx, tx, of, {
      kind: 'customer_credit',
      account: 'customer_credits',
      amountMinor: signed(amountMinor),
      customerId: part.customerId,
      note,
      baseMinor,
    });
  }
  if (part.creditId !== undefined) {
    direction('out');
    const { leftMinor: creditMinor, customerId } = await creditLeft(tx, part.creditId);
    if (amountMinor > creditMinor)
      throw new AppError('conflict', `Only ${creditMinor} minor units of this credit are left. Say at most that.`, {
        creditLeftMinor: creditMinor,
      });
    return bookPart(ctx, tx, of, {
      kind: 'credit_back',
      account: 'customer_credits',
      amountMinor: signed(amountMinor),
      creditPartId: part.creditId,
      customerId: customerId ?? undefined,
      note,
      baseMinor,
    });
  }
  if (part.account === undefined)
    throw invalid(path, 'say what it is for: an invoice, expense, payment, customer, credit or account.');
  const account: AccountKey = part.account;
  return bookPart(ctx, tx, of, { kind: 'account', account, amountMinor: signed(amountMinor), note, baseMinor });
}

/** Money for an invoice, or for what a credit note of it owes the customer. Meets a payment of the same amount that somebody recorded by hand. */
async function settleInvoice(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  part: WantedPart & { readonly invoiceId: string },
  leftMinor: number,
  path: string,
): Promise<string> {
  const invoice = await lockIssued(tx, part.invoiceId);
  const { baseCurrency } = await companyProfile(ctx, tx);
  const openMinor = openMinorOf(invoice);
  const isOne = invoice.currency === row.currency;
  if (!isOne && (part.settlesMinor === undefined || row.currency !== baseCurrency)) {
    throw invalid(
      path,
      row.currency === baseCurrency
        ? `the movement is in ${row.currency} and the invoice in ${invoice.currency}. Say as settlesMinor how much of the invoice it pays, in ${invoice.currency}.`
        : `the movement is in ${row.currency}, the invoice in ${invoice.currency} and the books in ${baseCurrency}. Record it with mark_invoice_paid and receivedMinor, and tie the payment with paymentId.`,
    );
  }
  const amountMinor = part.amountMinor ?? (isOne ? Math.min(leftMinor, openMinor || leftMinor) : leftMinor);
  const settlesMinor = isOne ? amountMinor : (part.settlesMinor ?? 0);
  if (isOne && part.settlesMinor !== undefined && part.settlesMinor !== amountMinor) {
    throw invalid(path, 'settlesMinor is for an invoice in another currency. Leave it out.');
  }
  if (settlesMinor > openMinor) {
    const known = await findHandMadePayment(tx, invoice.id, {
      amountMinor: settlesMinor,
      on: row.bookedOn,
      days: HAND_MADE_DAYS,
    });
    if (known)
      return insertPart(ctx, tx, row.id, {
        kind: 'invoice',
        amountMinor,
        paymentId: known.id,
        isBooked: false,
        note: part.note,
      });
  }
  const receivedMinor = isOne ? part.baseMinor : amountMinor;
  const paymentId = await recordPayment(ctx, tx, invoice.id, {
    amountMinor: settlesMinor,
    paidOn: row.bookedOn,
    method: 'bank_transfer',
    note: part.note ?? 'From a bank statement',
    ...(receivedMinor === undefined ? {} : { receivedMinor }),
  });
  return insertPart(ctx, tx, row.id, { kind: 'invoice', amountMinor, paymentId, isBooked: true, note: part.note });
}

/** Money that came in meets a payment that somebody recorded; money that went out takes one back, as the bank did. */
async function settlePayment(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  paymentId: string,
  note: string | undefined,
  path: string,
) {
  const payment = await requirePayment(tx, paymentId);
  const { currency } = await lockIssued(tx, payment.invoiceId);
  if (row.amountMinor < 0) {
    if (currency !== row.currency || payment.amountMinor > -row.amountMinor) {
      throw invalid(
        path,
        'the payment is not of this amount and currency. Book the movement to an account, and take the payment back with reverse_payment.',
      );
    }
    const reason = note ?? 'The bank took it back.';
    await reversePayment(ctx, tx, paymentId, { on: row.bookedOn, reason });
    return insertPart(ctx, tx, row.id, {
      kind: 'payment_back',
      amountMinor: -payment.amountMinor,
      paymentId,
      isBooked: true,
      note,
    });
  }
  const known = await findHandMadePayment(tx, payment.invoiceId, {
    amountMinor: payment.amountMinor,
    on: payment.paidOn,
    days: 0,
  });
  if (!known || payment.method !== 'bank_transfer')
    throw new AppError(
      'conflict',
      'This payment was tied to a movement, taken back, or was no bank transfer. Read the invoice again.',
    );
  const { baseCurrency } = await companyProfile(ctx, tx);
  const amountMinor = currency === row.currency ? payment.amountMinor : row.amountMinor;
  if (currency !== row.currency && row.currency !== baseCurrency)
    throw invalid(path, `the payment is in ${currency} and the movement in ${row.currency}.`);
  return insertPart(ctx, tx, row.id, { kind: 'invoice', amountMinor, paymentId: known.id, isBooked: false, note });
}

/** Money that went back to the customer for a credit note. */
export async function settleRefund(
  ctx: RequestContext,
  tx: Tx,
  row: LockedRow,
  part: {
    readonly invoiceId: string;
    readonly creditNoteId: string;
    readonly amountMinor?: number | undefined;
    readonly note?: string | undefined;
  },
  path: string,
): Promise<void> {
  const { currency } = await lockIssued(tx, part.invoiceId);
  if (row.amountMinor > 0 || currency !== row.currency)
    throw invalid(path, 'a refund is money that went out, in the currency of the invoice.');
  const amountMinor = part.amountMinor ?? -row.amountMinor;
  const refundId = await recordRefund(ctx, tx, part.invoiceId, part.creditNoteId, {
    amountMinor,
    paidOn: row.bookedOn,
    method: 'bank_transfer',
    note: part.note ?? 'From a bank statement',
  });
  await insertPart(ctx, tx, row.id, {
    kind: 'refund',
    amountMinor: -amountMinor,
    refundId,
    isBooked: true,
    note: part.note,
  });
}
