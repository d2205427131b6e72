import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { companyProfile, organizationToday } from '../directory/index.ts';
import { decisionsOf, type FilingDecisions } from './filing-store.ts';
import { vatByMonth } from './ledger-store.ts';
import { dueDayOf, type Period } from './period.ts';
import type { FILING_STATES, Filing } from './schemas.ts';
import { vatOf } from './vat.ts';

/** The VAT periods as `get_filings` shows them, with what the ledger says is payable now. */
export async function filingsOf(ctx: RequestContext, tx: Tx, periods: readonly Period[]): Promise<Filing[]> {
  const [first, last] = [periods[0], periods.at(-1)];
  if (!first || !last) return [];
  const { baseCurrency, vatPeriod } = await companyProfile(ctx, tx);
  const sums = await vatByMonth(tx, baseCurrency, { from: first.from, to: last.to });
  const decisions = await decisionsOf(
    tx,
    periods.map(({ period }) => period),
  );
  const today = await organizationToday(ctx, tx);
  return periods.flatMap((period) => {
    const decided = decisions.get(period.period);
    if (!decided) return [];
    const dueOn = dueDayOf(vatPeriod, period);
    return {
      ...period,
      dueOn,
      state: stateOf(period, decided, today),
      overdue: dueOn < today && decided.authorizedAt === null,
      payableMinor: vatOf(sums, period).payableMinor,
      ...decided,
    };
  });
}

export function stateOf(
  { to }: Pick<Period, 'to'>,
  { authorizedAt, reviewRequestedAt }: Pick<FilingDecisions, 'authorizedAt' | 'reviewRequestedAt'>,
  today: string,
): (typeof FILING_STATES)[number] {
  if (to >= today) return 'running';
  if (authorizedAt !== null) return 'authorized';
  return reviewRequestedAt === null ? 'to_review' : 'in_review';
}
