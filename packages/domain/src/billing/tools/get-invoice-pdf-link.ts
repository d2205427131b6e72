import { defineTool } from '@countersign/contracts/define-tool';
import { notFound } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { creditNoteFile, invoiceFile } from '../invoices/invoice-files.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';

export const getInvoicePdfLink = defineTool({
  name: 'get_invoice_pdf_link',
  title: 'Get invoice PDF link',
  summary:
    'A link that opens an invoice, a draft or a credit note as PDF without signing in, for 15 minutes. Use it to hand one over.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices.'),
    creditNoteId: z.uuid().optional().describe('One of its credit notes, from get_invoice, instead of the invoice.'),
  }),
  output: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
  examples: [{ invoiceId: '$invoiceId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, creditNoteId }, tx) => {
    const invoice = await requireInvoice(tx, invoiceId, await organizationToday(ctx, tx));
    if (creditNoteId === undefined) return ctx.links.file(invoiceFile.kind, invoiceId);
    if (!invoice.creditNotes.some(({ id }) => id === creditNoteId)) throw notFound('credit note');
    return ctx.links.file(creditNoteFile.kind, creditNoteId);
  });
