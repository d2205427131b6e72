import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { activeCustomer, organizationToday } from '../../directory/index.ts';
import { insertDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { lockQuote, requireQuote } from '../quotes/quote-store.ts';
import { InvoiceDetail } from '../schemas.ts';

export const convertQuoteToInvoice = defineTool({
  name: 'convert_quote_to_invoice',
  title: 'Convert quote to invoice',
  summary:
    'Make a draft invoice from an accepted quote, with the same lines. A quote becomes one invoice; nothing is sent.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({ quoteId: z.uuid().describe('From list_quotes, with status accepted.') }),
  output: InvoiceDetail,
  examples: [{ quoteId: '$acceptedQuoteId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { quoteId }, tx) => {
    await lockQuote(tx, quoteId);
    const today = await organizationToday(ctx, tx);
    const quote = await requireQuote(tx, quoteId, today);
    if (quote.invoiceId) {
      throw new AppError('conflict', 'This quote has been made into an invoice already: see invoiceId.', {
        invoiceId: quote.invoiceId,
      });
    }
    if (quote.status !== 'accepted') {
      throw new AppError(
        'conflict',
        `Only an accepted quote becomes an invoice, and this one is ${quote.status}. Once the customer has agreed, take it to accepted with set_quote_status.`,
        { currentStatus: quote.status },
      );
    }
    const { teamId, customerId, projectId, currency, note, lines } = quote;
    const { paymentTermDays } = await activeCustomer(tx, customerId);
    const fields = { teamId, customerId, projectId, quoteId, currency, note, paymentTermDays };
    const invoiceId = await insertDraft(ctx, tx, fields, lines);
    return requireInvoice(tx, invoiceId, today);
  });
