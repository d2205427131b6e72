import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { requireInvoice } from '../invoice-store.ts';
import { recordPayment } from '../record-payment.ts';
import { AmountMinor, InvoiceDetail, internalNote, PAYMENT_METHODS } from '../schemas.ts';

export const markInvoicePaid = defineTool({
  name: 'mark_invoice_paid',
  title: 'Mark invoice paid',
  summary:
    'Record that money came in for an issued invoice, all that is open or a part, and book it. It cannot be taken back.',
  module: 'billing',
  effect: 'settle',
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with status issued or partly_paid.'),
    amountMinor: AmountMinor.optional().describe('In the invoice’s currency; by default all that is open.'),
    paidOn: Day.optional().describe('When the money came; by default today where the organization is.'),
    method: z.enum(PAYMENT_METHODS).default('bank_transfer'),
    note: internalNote,
  }),
  output: InvoiceDetail,
  examples: [{ invoiceId: '$openInvoiceId' }, { invoiceId: '$openInvoiceId', amountMinor: 10_000, method: 'card' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, ...payment }, tx) => {
    await recordPayment(ctx, tx, invoiceId, payment);
    return requireInvoice(tx, invoiceId, await organizationToday(ctx, tx));
  });
