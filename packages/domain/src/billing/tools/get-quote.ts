import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { requireQuote } from '../quotes/quote-store.ts';
import { QuoteDetail } from '../schemas.ts';

export const getQuote = defineTool({
  name: 'get_quote',
  title: 'Get quote',
  summary: 'One quote with its lines, VAT for each rate, and the invoice it became.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({ quoteId: z.uuid().describe('From list_quotes.') }),
  output: QuoteDetail,
  examples: [{ quoteId: '$quoteId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { quoteId }, tx) => requireQuote(tx, quoteId, await organizationToday(ctx, tx)));
