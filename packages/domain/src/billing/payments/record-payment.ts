import type { JobContext } from '@countersign/contracts/define-job';
import { AppError } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { postEntry } from '../../books/index.ts';
import { companyProfile } from '../../directory/index.ts';
import { insertPayment, lockIssued } from '../life-store.ts';
import { paymentEntry } from '../postings.ts';
import { openMinorOf, settledMinorOf } from '../rules.ts';
import type { Payment } from '../schemas.ts';
import { dayOfMoney } from './day-of-money.ts';

export interface NewPayment {
  /** By default all that is open. */
  readonly amountMinor?: number | undefined;
  /** By default today. */
  readonly paidOn?: string | undefined;
  readonly method: Payment['method'];
  readonly note?: string | null | undefined;
  /** What came in, in the base currency; only of an invoice in another. */
  readonly receivedMinor?: number | undefined;
  /** The customer's credit it is taken from: then no money moves, and the day may be any from the invoice's on. */
  readonly creditPartId?: string | undefined;
}

/**
 * Records money for an issued invoice and books it, in the caller's transaction; returns the payment's id. Throws `conflict` with what is
 * open when it would be more, `invalid_input` for a day before the invoice or to come.
 */
export async function recordPayment(ctx: JobContext, tx: Tx, invoiceId: string, payment: NewPayment): Promise<string> {
  const invoice = await lockIssued(tx, invoiceId);
  const openMinor = openMinorOf(invoice);
  const { amountMinor = openMinor, method, note = null, receivedMinor, creditPartId } = payment;
  const { baseCurrency } = await companyProfile(ctx, tx);
  if (receivedMinor !== undefined && invoice.currency === baseCurrency && receivedMinor !== amountMinor) {
    throw new AppError(
      'invalid_input',
      `receivedMinor: the invoice is in ${baseCurrency} like the books, so what came in is the amount. Leave it out.`,
      { fields: [{ path: 'receivedMinor', problem: 'not needed' }] },
    );
  }
  if (openMinor === 0) throw new AppError('conflict', 'Nothing is open of this invoice.', { openMinor });
  if (amountMinor > openMinor) {
    throw new AppError('conflict', `Only ${openMinor} minor units are open of this invoice. Record at most that.`, {
      openMinor,
    });
  }
  const paidOn = await dayOfMoney(ctx, tx, payment.paidOn, { name: 'invoice', issuedOn: invoice.issuedOn });
  const id = await insertPayment(ctx, tx, invoiceId, {
    amountMinor,
    paidOn,
    method,
    note,
    receivedMinor,
    creditPartId,
  });
  const { teamId, currency, exchangeRateMillionths, number } = invoice;
  const entry = paymentEntry({
    id,
    paidOn,
    amountMinor,
    teamId,
    currency,
    exchangeRateMillionths,
    invoiceNumber: number,
    settledBeforeMinor: settledMinorOf(invoice),
    baseCurrency,
    receivedMinor,
    isFromCredit: creditPartId !== undefined,
  });
  await postEntry(ctx, tx, entry);
  return id;
}
