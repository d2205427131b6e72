import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { recordRefund } from '../credit/record-refund.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';
import { recordPayment } from '../payments/record-payment.ts';
import { AmountMinor, InvoiceDetail, internalNote, PAYMENT_METHODS } from '../schemas.ts';

export const markInvoicePaid = defineTool({
  name: 'mark_invoice_paid',
  title: 'Mark invoice paid',
  summary:
    'Record and book that money came in for an issued invoice, all that is open or a part, or went back for one of its credit notes. Final.',
  module: 'billing',
  effect: 'settle',
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with status issued or partly_paid, or with toRefund: true.'),
    creditNoteId: z.uuid().optional().describe('From get_invoice: the credit note that money was given back for.'),
    amountMinor: AmountMinor.optional().describe(
      'In the invoice’s currency; by default all that is open, or to refund.',
    ),
    paidOn: Day.optional().describe('When the money came or went; by default today where the organization is.'),
    receivedMinor: AmountMinor.optional().describe(
      'What came in, in the base currency, of an invoice in another; the rest is a difference of exchange.',
    ),
    method: z.enum(PAYMENT_METHODS).default('bank_transfer'),
    note: internalNote,
  }),
  output: InvoiceDetail,
  examples: [
    { invoiceId: '$openInvoiceId' },
    { invoiceId: '$openInvoiceId', amountMinor: 10_000, method: 'card' },
    { invoiceId: '$refundableInvoiceId', creditNoteId: '$refundableCreditNoteId' },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, creditNoteId, ...money }, tx) => {
    if (creditNoteId === undefined) await recordPayment(ctx, tx, invoiceId, money);
    else await recordRefund(ctx, tx, invoiceId, creditNoteId, money);
    return requireInvoice(tx, invoiceId, await organizationToday(ctx, tx));
  });
