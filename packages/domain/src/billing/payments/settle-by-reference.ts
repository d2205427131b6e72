import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { openMinorOf } from '../rules.ts';
import { recordPayment } from './record-payment.ts';
import { findByReference } from './reference-store.ts';

/** Money that came in, as a bank tells of it. */
export interface ReceivedMoney {
  readonly reference: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidOn: string;
  readonly note: string;
}

export type Settlement =
  | { readonly invoiceId: string; readonly unmatched: null }
  | {
      readonly invoiceId: null;
      readonly unmatched: 'no_reference' | 'no_invoice' | 'other_currency' | 'more_than_open' | 'before_invoice';
    };

/**
 * Records money for the issued invoice whose payment reference it names, if that much is open in the same currency; says why not otherwise.
 * `teamId` narrows to one team's invoices.
 */
export async function settleByReference(
  ctx: JobContext,
  tx: Tx,
  money: ReceivedMoney,
  teamId: string | null,
): Promise<Settlement> {
  const { reference, amountMinor, currency, paidOn, note } = money;
  const unmatched = (why: Settlement['unmatched'] & string): Settlement => ({ invoiceId: null, unmatched: why });
  if (reference === null) return unmatched('no_reference');
  const invoice = await findByReference(tx, reference, teamId);
  if (!invoice) return unmatched('no_invoice');
  if (invoice.currency !== currency) return unmatched('other_currency');
  if (amountMinor > openMinorOf(invoice)) return unmatched('more_than_open');
  if (invoice.issuedOn === null || paidOn < invoice.issuedOn) return unmatched('before_invoice');
  await recordPayment(ctx, tx, invoice.id, { amountMinor, paidOn, method: 'bank_transfer', note });
  return { invoiceId: invoice.id, unmatched: null };
}
