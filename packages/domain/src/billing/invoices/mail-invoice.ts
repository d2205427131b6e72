import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { refuseTooManyLetters } from '../../letter-limit-store.ts';
import type { Letter } from '../letters/letters.ts';
import { insertDelivery } from '../life-store.ts';
import type { Buyer } from '../parties.ts';
import { invoiceFile } from './invoice-files.ts';
import { queueInvoiceMail } from './mail-store.ts';

export interface InvoiceMail {
  readonly invoiceId: string;
  readonly buyer: Buyer;
  /** By default where the invoice says its customer gets mail. */
  readonly to: string | undefined;
  readonly letter: Letter;
  /** 0 for the invoice itself. */
  readonly reminderLevel: number;
  readonly today: string;
}

/**
 * Leaves a letter for delivery, with the PDF that whoever delivers it draws, and notes it on the invoice, in the caller's transaction. Throws `conflict` when it is known
 * nowhere where the customer gets mail. The invoice is locked and issued.
 */
export async function mailInvoice(ctx: RequestContext, tx: Tx, mail: InvoiceMail): Promise<void> {
  const recipient = mail.to ?? mail.buyer.email;
  if (recipient === null) {
    throw new AppError('conflict', 'The customer had no e-mail address when the invoice was issued. Name one in to.');
  }
  await refuseTooManyLetters(ctx, tx);
  const mailId = await queueInvoiceMail(ctx, tx, {
    kind: mail.reminderLevel === 0 ? 'invoice' : 'payment_reminder',
    recipient,
    file: { kind: invoiceFile.kind, id: mail.invoiceId },
    ...mail.letter,
  });
  await insertDelivery(ctx, tx, mail.invoiceId, {
    recipient,
    mailId,
    reminderLevel: mail.reminderLevel,
    today: mail.today,
  });
}
