import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Email, organizationToday } from '../../directory/index.ts';
import { confirmInput } from '../../plausible.ts';
import { Prose } from '../../text.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';
import { mailInvoice } from '../invoices/mail-invoice.ts';
import { invoiceLetter } from '../letters/letters.ts';
import { refuseTwice } from '../letters/refuse-twice.ts';
import { lockIssued } from '../life-store.ts';
import { openMinorOf } from '../rules.ts';
import { InvoiceDetail } from '../schemas.ts';

export const sendInvoice = defineTool({
  name: 'send_invoice',
  title: 'Send invoice',
  summary:
    'Mail an issued invoice as PDF to the customer, or to another address. The mail cannot be called back. get_invoice shows whether it was accepted or refused.',
  module: 'billing',
  effect: 'send',
  reachesOutside: true,
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, issued.'),
    to: Email.optional().describe('By default the customer’s own address.'),
    ...confirmInput('again'),
    message: Prose(2000).optional().describe('What the letter says besides the invoice.'),
  }),
  output: InvoiceDetail,
  examples: [{ invoiceId: '$openInvoiceId' }, { invoiceId: '$openInvoiceId', to: 'accounts@customer.example' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, to, message, confirm }, tx) => {
    const invoice = await lockIssued(tx, invoiceId);
    await refuseTwice(ctx, tx, invoice, to ?? invoice.buyer.email, confirm);
    const letter = invoiceLetter({ ...invoice, openMinor: openMinorOf(invoice) }, message);
    const today = await organizationToday(ctx, tx);
    await mailInvoice(ctx, tx, { invoiceId, buyer: invoice.buyer, to, letter, reminderLevel: 0, today });
    return requireInvoice(tx, invoiceId, today);
  });
