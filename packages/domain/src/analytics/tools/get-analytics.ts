import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { bucketStarts, STEPS } from '../buckets.ts';
import { currency, figures, team } from '../schemas.ts';
import { seriesOf } from '../series-store.ts';

const NOTHING = { revenueMinor: 0, expensesMinor: 0, invoices: 0, minutes: 0, billableMinutes: 0 };

export const getAnalytics = defineTool({
  name: 'get_analytics',
  title: 'Get analytics',
  summary: 'Revenue, expenses, invoices and hours over time, by day, week or month. Use it to see how things develop.',
  module: 'analytics',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.default('this_year').describe('By default this_year.'),
    by: z.enum(STEPS).default('month'),
  }),
  output: z.object({
    team,
    currency,
    from: z.iso.date(),
    to: z.iso.date(),
    by: z.enum(STEPS),
    points: z
      .array(z.object({ start: z.iso.date(), ...figures }))
      .describe('One for each step, empty ones too; start may lie before the range, and counts from its first day.'),
    total: z.object(figures),
  }),
  examples: [{}, { range: 'last_month', by: 'week' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range, by }, tx) => {
    const days = daysOf(range, await organizationToday(ctx, tx));
    const { baseCurrency } = await companyProfile(ctx, tx);
    const found = new Map((await seriesOf(tx, baseCurrency, days, by)).map((point) => [point.start, point]));
    const points = bucketStarts(days, by).map((start) => found.get(start) ?? { start, ...NOTHING });
    const sum = (figure: keyof typeof NOTHING) => points.reduce((all, point) => all + point[figure], 0);
    const total = {
      revenueMinor: sum('revenueMinor'),
      expensesMinor: sum('expensesMinor'),
      invoices: sum('invoices'),
      minutes: sum('minutes'),
      billableMinutes: sum('billableMinutes'),
    };
    return { team: ctx.team?.name ?? null, currency: baseCurrency, ...days, by, points, total };
  });
