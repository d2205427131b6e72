import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';
import { InvoiceDetail } from '../schemas.ts';

export const getInvoice = defineTool({
  name: 'get_invoice',
  title: 'Get invoice',
  summary: 'One invoice with its lines, VAT for each rate, and what is paid and open.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({ invoiceId: z.uuid().describe('From list_invoices.') }),
  output: InvoiceDetail,
  examples: [{ invoiceId: '$invoiceId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId }, tx) => requireInvoice(tx, invoiceId, await organizationToday(ctx, tx)));
