import { AppError, notFound } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { postEntry } from '../../books/index.ts';
import { companyProfile } from '../../directory/index.ts';
import { lockIssued, touch } from '../life-store.ts';
import { dayOfMoney } from '../payments/day-of-money.ts';
import type { NewPayment } from '../payments/record-payment.ts';
import { refundEntry } from '../postings.ts';
import { creditNotesOf } from './credit-note-store.ts';
import { insertRefund } from './refund-store.ts';

/**
 * Records money given back for a credit note of the invoice and books it, in the caller's transaction. Throws `conflict` with what is to be
 * given back when it would be more, `not_found` for a credit note of another invoice.
 */
export async function recordRefund(
  ctx: RequestContext,
  tx: Tx,
  invoiceId: string,
  creditNoteId: string,
  refund: NewPayment,
): Promise<string> {
  const invoice = await lockIssued(tx, invoiceId);
  const creditNote = (await creditNotesOf(tx, invoiceId)).find(({ id }) => id === creditNoteId);
  if (!creditNote) throw notFound('credit note');
  const { toRefundMinor } = creditNote;
  if (refund.receivedMinor !== undefined) {
    throw new AppError('invalid_input', 'receivedMinor: it is for money that came in. Leave it out of a refund.', {
      fields: [{ path: 'receivedMinor', problem: 'not needed' }],
    });
  }
  const { amountMinor = toRefundMinor, method, note = null } = refund;
  if (toRefundMinor === 0) {
    throw new AppError('conflict', 'Nothing of this credit note is left to give back.', { toRefundMinor });
  }
  if (amountMinor > toRefundMinor) {
    throw new AppError(
      'conflict',
      `Only ${toRefundMinor} minor units of this credit note are left to give back. Record at most that.`,
      { toRefundMinor },
    );
  }
  const paidOn = await dayOfMoney(ctx, tx, refund.paidOn, { name: 'credit note', issuedOn: creditNote.issuedOn });
  const id = await insertRefund(ctx, tx, creditNoteId, { amountMinor, paidOn, method, note });
  await touch(ctx, tx, invoiceId, {});
  const { teamId, currency, exchangeRateMillionths, refundedMinor } = invoice;
  const entry = refundEntry({
    id,
    paidOn,
    amountMinor,
    teamId,
    currency,
    exchangeRateMillionths,
    creditNoteNumber: creditNote.number,
    refundedBeforeMinor: refundedMinor,
    baseCurrency: (await companyProfile(ctx, tx)).baseCurrency,
  });
  await postEntry(ctx, tx, entry);
  return id;
}
