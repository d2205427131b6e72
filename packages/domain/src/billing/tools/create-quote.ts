import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { activeCustomer, companyProfile, organizationToday } from '../../directory/index.ts';
import { Line } from '../../text.ts';
import { Currency } from '../currency.ts';
import { requireLineProjects } from '../line-store.ts';
import { teamFor } from '../placement.ts';
import { pricedLines } from '../priced-line.ts';
import { insertQuote, requireQuote } from '../quotes/quote-store.ts';
import { customerId, NewLines, note, projectId, QuoteDetail, teamId } from '../schemas.ts';

export const createQuote = defineTool({
  name: 'create_quote',
  title: 'Create quote',
  summary: 'Draft an offer for a customer. Nothing is sent; set_quote_status records when it was.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    customerId,
    title: Line(),
    projectId,
    teamId,
    currency: Currency.optional().describe('ISO 4217; by default the organization’s.'),
    lines: NewLines.default([]),
    validUntil: Day.optional(),
    note,
  }),
  output: QuoteDetail,
  examples: [
    { customerId: '$customerId', title: 'Website renewal' },
    {
      customerId: '$customerId',
      title: 'Service design sprint',
      validUntil: '2031-03-31',
      lines: [
        { description: 'Sprint of five days', unitPriceMinor: 850_000, vatBasisPoints: 2550, projectId: '$projectId' },
      ],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { lines, ...fields }, tx) => {
    await activeCustomer(tx, fields.customerId);
    const quote = {
      ...fields,
      teamId: await teamFor(ctx, tx, fields),
      currency: fields.currency ?? (await companyProfile(ctx, tx)).baseCurrency,
    };
    await requireLineProjects(tx, lines);
    const id = await insertQuote(ctx, tx, quote, pricedLines(lines));
    return requireQuote(tx, id, await organizationToday(ctx, tx));
  });
