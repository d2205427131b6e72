import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { vatByMonth } from '../ledger-store.ts';
import { dueDayOf, periodsTouching } from '../period.ts';
import { days, periodKey, scope, vatFigures } from '../schemas.ts';
import { vatOf } from '../vat.ts';

export const getVat = defineTool({
  name: 'get_vat',
  title: 'Get VAT',
  summary:
    'VAT by period as the company reports it: sales and purchases by rate, and what is payable. Use it before a return.',
  module: 'books',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.default('this_year').describe('Every VAT period it touches is shown whole. By default this_year.'),
  }),
  output: z.object({
    ...scope,
    cadence: z.enum(['monthly', 'quarterly', 'yearly']),
    periods: z.array(z.object({ period: periodKey, ...days, dueOn: z.iso.date(), ...vatFigures })),
    total: z.object(vatFigures).describe('Of the periods together.'),
  }),
  examples: [{ range: 'last_month' }, {}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range }, tx) => {
    const { baseCurrency: currency, vatPeriod: cadence } = await companyProfile(ctx, tx);
    const periods = periodsTouching(cadence, daysOf(range, await organizationToday(ctx, tx)));
    const whole = { from: periods[0]?.from ?? '', to: periods.at(-1)?.to ?? '' };
    const sums = await vatByMonth(tx, currency, whole);
    return {
      team: ctx.team?.name ?? null,
      currency,
      cadence,
      periods: periods.map((period) => ({ ...period, dueOn: dueDayOf(cadence, period), ...vatOf(sums, period) })),
      total: vatOf(sums, whole),
    };
  });
