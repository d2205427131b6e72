import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { dayAfter } from '../calendar.ts';
import { companyProfile, organizationToday } from '../directory/index.ts';
import { filingsOf } from './filings.ts';
import { periodsTouching } from './period.ts';

/** How far back an overdue filing is still looked for. */
const DAYS_BACK = 365;

/** The books as `get_overview` tells of them: the last VAT period that is over, and what is late. */
export async function booksOverview(ctx: RequestContext, tx: Tx) {
  const today = await organizationToday(ctx, tx);
  const { baseCurrency, vatPeriod } = await companyProfile(ctx, tx);
  const periods = periodsTouching(vatPeriod, { from: dayAfter(today, -DAYS_BACK), to: today });
  const filings = await filingsOf(ctx, tx, periods);
  const last = filings.findLast(({ state }) => state !== 'running');
  const overdueFilings = filings.filter(({ overdue }) => overdue).length;
  return { currency: baseCurrency, lastPeriod: last ?? null, overdueFilings };
}
