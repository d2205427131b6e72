import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { changeQuote, lockQuote, requireQuote } from '../quotes/quote-store.ts';
import { QUOTE_STATUSES, refuseQuoteStep } from '../rules.ts';
import { QuoteDetail } from '../schemas.ts';

export const setQuoteStatus = defineTool({
  name: 'set_quote_status',
  title: 'Set quote status',
  summary:
    'Record that a quote was sent, accepted or declined, or make it a draft again to revise it. Sends nothing itself.',
  module: 'billing',
  effect: 'status',
  idempotent: true,
  input: z.strictObject({
    quoteId: z.uuid().describe('From list_quotes.'),
    status: z
      .enum(QUOTE_STATUSES)
      .describe('draft → sent; sent → accepted, declined or draft; declined → draft. Accepted stays.'),
    expectedVersion: ExpectedVersion,
  }),
  output: QuoteDetail,
  examples: [{ quoteId: '$draftQuoteId', status: 'sent' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { quoteId, status, expectedVersion }, tx) => {
    const before = await lockQuote(tx, quoteId);
    refuseStale(before, expectedVersion);
    refuseQuoteStep(before.status, status);
    if (before.status !== status) await changeQuote(ctx, tx, quoteId, { status });
    return requireQuote(tx, quoteId, await organizationToday(ctx, tx));
  });
