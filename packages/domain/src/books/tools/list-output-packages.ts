import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { decisionsOf, listBookedPeriods } from '../filing-store.ts';
import { stateOf } from '../filings.ts';
import { periodOf } from '../period.ts';
import { OutputPackage, scope } from '../schemas.ts';

const STATES = { running: 'collecting', to_review: 'ready', in_review: 'in_review', authorized: 'released' } as const;

export const listOutputPackages = defineTool({
  name: 'list_output_packages',
  title: 'List output packages',
  summary:
    'What there is to hand to the bookkeeper: for each VAT period in which anything was booked, what and how much. Newest first.',
  module: 'books',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.optional().describe('Periods that begin in it; all when absent.'),
    ...pageInput,
  }),
  output: pageOutput(OutputPackage).extend(scope),
  examples: [{}, { range: 'this_year', limit: 3 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range, limit, cursor }, tx) => {
    const today = await organizationToday(ctx, tx);
    const { baseCurrency: currency, vatPeriod } = await companyProfile(ctx, tx);
    const days = range === undefined ? undefined : daysOf(range, today);
    const page = await listBookedPeriods(tx, vatPeriod, { ...days, currency, limit, cursor });
    const periods = page.items.map(({ start }) => periodOf(vatPeriod, start));
    const decisions = await decisionsOf(
      tx,
      periods.map(({ period }) => period),
    );
    const items = page.items.flatMap((booked) => {
      const period = periodOf(vatPeriod, booked.start);
      const decided = decisions.get(period.period);
      return decided ? { ...period, state: STATES[stateOf(period, decided, today)], ...booked } : [];
    });
    return { team: ctx.team?.name ?? null, currency, items, nextCursor: page.nextCursor };
  });
