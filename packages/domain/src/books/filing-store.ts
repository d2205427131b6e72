import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import type { Cadence } from './period.ts';

export interface FilingDecisions {
  readonly reviewRequestedAt: string | null;
  readonly reviewNote: string | null;
  readonly authorizedAt: string | null;
  readonly authorizedPayableMinor: number | null;
}

const UNDECIDED: FilingDecisions = {
  reviewRequestedAt: null,
  reviewNote: null,
  authorizedAt: null,
  authorizedPayableMinor: null,
};

/** What was decided about periods, by their key; undecided ones as such. */
export async function decisionsOf(tx: Tx, periods: readonly string[]): Promise<ReadonlyMap<string, FilingDecisions>> {
  const rows = await queries(tx)
    .selectFrom('vatFiling')
    .select(['period', 'reviewRequestedAt', 'reviewNote', 'authorizedAt', 'authorizedPayableMinor'])
    .where('period', '=', sql<string>`any(${periods})`)
    .execute();
  return new Map(periods.map((period) => [period, rows.find((row) => row.period === period) ?? UNDECIDED]));
}

/** The decisions of a period, held until the transaction ends, so that two deciders do not pass each other. */
export async function holdFiling(ctx: RequestContext, tx: Tx, period: string): Promise<FilingDecisions> {
  const db = queries(tx);
  await db
    .insertInto('vatFiling')
    .values({ organizationId: ctx.organization.id, period })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db
    .selectFrom('vatFiling')
    .select(['reviewRequestedAt', 'reviewNote', 'authorizedAt', 'authorizedPayableMinor'])
    .where('period', '=', period)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Changes what is named and leaves the rest. The filing is held. */
export async function decide(tx: Tx, period: string, decisions: Partial<FilingDecisions>): Promise<void> {
  await queries(tx).updateTable('vatFiling').set(decisions).where('period', '=', period).execute();
}

const UNIT: Readonly<Record<Cadence, string>> = { monthly: 'month', quarterly: 'quarter', yearly: 'year' };

export interface PackageFilter {
  readonly currency: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What was booked in each period in which anything was, newest first. */
export async function listBookedPeriods(
  tx: Tx,
  cadence: Cadence,
  { currency, from, to, limit, cursor }: PackageFilter,
) {
  const start = sql<string>`date_trunc(${sql.lit(UNIT[cadence])}, booked_on)::date`;
  const of = (kind: string) => sql<{ count: number; totalMinor: number }>`jsonb_build_object(
    'count', count(*) filter (where source_kind = ${sql.lit(kind)}),
    'totalMinor', coalesce(sum(total_minor) filter (where source_kind = ${sql.lit(kind)}), 0))`;
  let list = queries(tx).selectFrom('journalEntry').where('currency', '=', currency);
  if (from) list = list.where(start, '>=', from);
  if (to) list = list.where(start, '<=', to);
  const rows = await list
    .select([
      'organizationId',
      start.as('start'),
      sql<number>`count(*)`.as('entries'),
      sql<number>`sum(total_minor)::bigint`.as('totalMinor'),
      of('invoice').as('invoices'),
      of('credit_note').as('creditNotes'),
      of('payment').as('payments'),
      of('refund').as('refunds'),
      of('expense').as('expenses'),
      of('expense_payment').as('expensePayments'),
    ])
    .where(
      comesAfter(cursor, 'descending', [
        [start, 'date'],
        [sql.ref('organization_id'), 'id'],
      ]),
    )
    .groupBy(['organizationId', start])
    .orderBy(start, 'desc')
    .orderBy('organizationId', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, (row) => [row.start, row.organizationId]);
}
