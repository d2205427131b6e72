import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';
import { DateRange } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { tellBookkeeper } from '../../messaging/index.ts';
import { Prose } from '../../text.ts';
import { decide, holdFiling } from '../filing-store.ts';
import { filingsOf, stateOf } from '../filings.ts';
import { requirePeriod } from '../period.ts';
import { wholeOrganization } from '../policy.ts';
import { reviewLetter } from '../review-letter.ts';
import { Filing } from '../schemas.ts';

export const requestFilingReview = defineTool({
  name: 'request_filing_review',
  title: 'Request filing review',
  summary:
    'Ask the bookkeeper to look at a VAT period that is over, before its return is authorized. Once for each period.',
  module: 'books',
  effect: 'create',
  reachesOutside: true,
  input: z.strictObject({
    period: DateRange.describe('One VAT period, such as 2026-03, 2026-Q1 or last_month.'),
    note: Prose(2000).optional().describe('What to look at; shown with the filing.'),
  }),
  output: Filing.extend({ bookkeeperTold: z.boolean().describe('False when the organization has no bookkeeper.') }),
  examples: [{ period: 'last_month', note: 'The train tickets of the 14th came late.' }],
})
  .allow(wholeOrganization)
  .handle(async (ctx, { period: range, note }, tx) => {
    const today = await organizationToday(ctx, tx);
    const { vatPeriod } = await companyProfile(ctx, tx);
    const period = requirePeriod(vatPeriod, range, today);
    const before = await holdFiling(ctx, tx, period.period);
    const state = stateOf(period, before, today);
    if (state !== 'to_review') throw new AppError('conflict', REFUSALS[state], { state });
    await decide(tx, period.period, { reviewRequestedAt: ctx.now.toISOString(), reviewNote: note ?? null });
    const [filing] = await filingsOf(ctx, tx, [period]);
    if (!filing) throw new Error('A period that was asked for is shown');
    const bookkeeperTold = await tellBookkeeper(ctx, tx, await reviewLetter(ctx, tx, filing));
    return { ...filing, bookkeeperTold };
  });

const REFUSALS = {
  running: 'This VAT period is not over. Ask again when it is.',
  in_review: 'A review of this VAT period has been requested already. See get_filings.',
  authorized: 'This VAT period is authorized already. Nothing is left to review.',
};
