import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';
import { DateRange } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { decide, holdFiling } from '../filing-store.ts';
import { filingsOf, stateOf } from '../filings.ts';
import { requirePeriod } from '../period.ts';
import { wholeOrganization } from '../policy.ts';
import { Filing } from '../schemas.ts';

export const setFilingAuthorization = defineTool({
  name: 'set_filing_authorization',
  title: 'Set filing authorization',
  summary:
    'Authorize the VAT return of a period that is over, with its figures now, or take that back. Nothing with VAT is booked into it meanwhile.',
  module: 'books',
  effect: 'authorize',
  idempotent: true,
  input: z.strictObject({
    period: DateRange.describe('One VAT period, such as 2026-03, 2026-Q1 or last_month.'),
    authorized: z.boolean(),
  }),
  output: Filing,
  examples: [{ period: 'last_month', authorized: true }],
})
  .allow(wholeOrganization)
  .handle(async (ctx, { period: range, authorized }, tx) => {
    const today = await organizationToday(ctx, tx);
    const { vatPeriod } = await companyProfile(ctx, tx);
    const period = requirePeriod(vatPeriod, range, today);
    const before = await holdFiling(ctx, tx, period.period);
    if (stateOf(period, before, today) === 'running') {
      throw new AppError('conflict', 'This VAT period is not over. Authorize it when it is.', { state: 'running' });
    }
    const [filing] = await filingsOf(ctx, tx, [period]);
    if (!filing) throw new Error('A period that was asked for is shown');
    if (authorized === (filing.authorizedAt !== null)) return filing;
    const decided = authorized
      ? { authorizedAt: ctx.now.toISOString(), authorizedPayableMinor: filing.payableMinor }
      : { authorizedAt: null, authorizedPayableMinor: null };
    await decide(tx, period.period, decided);
    return {
      ...filing,
      ...decided,
      state: stateOf(period, { ...filing, ...decided }, today),
      overdue: filing.dueOn < today && !authorized,
    };
  });
