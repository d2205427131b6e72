import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { invoiceFile } from './invoice-files.ts';
import type { Letter } from './letters.ts';
import { countDeliveries, insertDelivery } from './life-store.ts';
import { queueInvoiceMail } from './mail-store.ts';
import type { Buyer } from './parties.ts';

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

/** In 24 hours, of one organization: more are no customers, but mail to strangers. */
const SENT_A_DAY_MAX = 1000;

/**
 * Leaves a letter with the PDF for delivery and notes it on the invoice, in the caller's transaction. Throws `conflict` when it is known
 * nowhere where the customer gets mail. The invoice is locked and issued.
 */
export async function mailInvoice(ctx: RequestContext, tx: Tx, mail: InvoiceMail): Promise<void> {
  const recipient = mail.to ?? mail.buyer.email;
  if (recipient === null) {
    throw new AppError('conflict', 'The customer had no e-mail address when the invoice was issued. Name one in to.');
  }
  if ((await countDeliveries(tx, new Date(ctx.now.getTime() - 86_400_000))) >= SENT_A_DAY_MAX) {
    throw new AppError(
      'rate_limited',
      `An organization can mail ${SENT_A_DAY_MAX} invoices and reminders in 24 hours. Go on tomorrow.`,
      { retryAfterSeconds: 86_400 },
    );
  }
  const file = await invoiceFile.render(ctx, tx, mail.invoiceId);
  await queueInvoiceMail(ctx, tx, {
    kind: mail.reminderLevel === 0 ? 'invoice' : 'payment_reminder',
    recipient,
    file,
    ...mail.letter,
  });
  await insertDelivery(ctx, tx, mail.invoiceId, { recipient, reminderLevel: mail.reminderLevel, today: mail.today });
}
