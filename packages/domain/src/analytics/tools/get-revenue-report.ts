import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { GROUPINGS, revenueBy } from '../revenue-store.ts';
import { currency, RevenueRow, team } from '../schemas.ts';

export const getRevenueReport = defineTool({
  name: 'get_revenue_report',
  title: 'Get revenue report',
  summary:
    'Revenue of a range by customer, project, team or month, before VAT, largest first. Use it to see where money comes from.',
  module: 'analytics',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.default('this_year').describe('By default this_year.'),
    by: z.enum(GROUPINGS).default('customer'),
    limit: z.int().min(1).max(200).default(50).describe('How many rows; the total is of all.'),
  }),
  output: z.object({
    team,
    currency,
    from: z.iso.date(),
    to: z.iso.date(),
    by: z.enum(GROUPINGS),
    rows: z.array(RevenueRow),
    rowsLeftOut: z.int(),
    totalRevenueMinor: z.int(),
  }),
  examples: [{}, { range: 'last_quarter', by: 'project', limit: 10 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range, by, limit }, tx) => {
    const days = daysOf(range, await organizationToday(ctx, tx));
    const { baseCurrency } = await companyProfile(ctx, tx);
    const revenue = await revenueBy(tx, by, baseCurrency, days, limit);
    return { team: ctx.team?.name ?? null, currency: baseCurrency, ...days, by, ...revenue };
  });
