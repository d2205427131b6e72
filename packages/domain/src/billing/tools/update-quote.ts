import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { activeCustomer, organizationToday } from '../../directory/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line } from '../../text.ts';
import { Currency } from '../currency.ts';
import { replaceLines } from '../line-store.ts';
import { teamAfter } from '../placement.ts';
import { changeQuote, lockQuote, requireQuote } from '../quotes/quote-store.ts';
import { refuseSettledQuote } from '../rules.ts';
import { customerId, NewLines, note, projectId, QuoteDetail, teamId } from '../schemas.ts';

export const updateQuote = defineTool({
  name: 'update_quote',
  title: 'Update quote',
  summary:
    'Change a draft quote. Fields left out stay, lines replace all lines. To revise a sent one, make it a draft first.',
  module: 'billing',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    quoteId: z.uuid().describe('From list_quotes, with status draft.'),
    title: Line().optional(),
    customerId: customerId.optional(),
    projectId,
    teamId,
    currency: Currency.optional(),
    lines: NewLines.optional().describe('All lines in their order.'),
    validUntil: Day.optional(),
    note,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { projectId: null, teamId: null, validUntil: null, note: null },
  output: QuoteDetail,
  examples: [
    { quoteId: '$draftQuoteId', title: 'Website renewal, second round' },
    {
      quoteId: '$draftQuoteId',
      lines: [{ description: 'Four days', unitPriceMinor: 680_000, vatBasisPoints: 2550, projectId: '$projectId' }],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { quoteId, expectedVersion, lines, ...fields }, tx) => {
    const before = await lockQuote(tx, quoteId);
    refuseStale(before, expectedVersion);
    refuseSettledQuote(before.status);
    if (fields.customerId) await activeCustomer(tx, fields.customerId);
    await changeQuote(ctx, tx, quoteId, { ...fields, teamId: await teamAfter(ctx, tx, before, fields) });
    if (lines) await replaceLines(ctx, tx, 'quote', quoteId, lines);
    return requireQuote(tx, quoteId, await organizationToday(ctx, tx));
  });
