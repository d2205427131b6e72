import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { filingsOf } from '../filings.ts';
import { periodsTouching } from '../period.ts';
import { Filing, scope } from '../schemas.ts';

export const getFilings = defineTool({
  name: 'get_filings',
  title: 'Get filings',
  summary:
    'The VAT periods of a range with what is payable, when it is due, and whether it is reviewed and authorized.',
  module: 'books',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.default('this_year').describe('Every VAT period it touches is shown. By default this_year.'),
  }),
  output: z.object({ ...scope, filings: z.array(Filing) }),
  examples: [{}, { range: 'last_quarter' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range }, tx) => {
    const { baseCurrency: currency, vatPeriod } = await companyProfile(ctx, tx);
    const filings = await filingsOf(
      ctx,
      tx,
      periodsTouching(vatPeriod, daysOf(range, await organizationToday(ctx, tx))),
    );
    return { team: ctx.team?.name ?? null, currency, filings };
  });
