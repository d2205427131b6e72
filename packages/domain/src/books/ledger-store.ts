import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Days } from '../date-range.ts';
import { comesAfter } from '../keyset.ts';
import { type AccountKey, CHART } from './chart.ts';
import { SOURCE_KINDS, type SourceKind } from './entry.ts';
import type { LedgerRow } from './schemas.ts';
import type { AccountSum, Selection } from './statements.ts';
import type { VatSum } from './vat.ts';

/** What constraints of the database say of these columns. */
interface Known {
  account: AccountKey;
  sourceKind: SourceKind;
}

/** Row-level security decides which entries there are for this transaction. */
function lines(tx: Tx, currency: string) {
  return queries(tx)
    .selectFrom('journalEntry')
    .innerJoin('journalLine', (join) =>
      join
        .onRef('journalLine.organizationId', '=', 'journalEntry.organizationId')
        .onRef('journalLine.entryId', '=', 'journalEntry.id'),
    )
    .where('journalEntry.currency', '=', currency);
}

export interface LedgerFilter {
  readonly currency: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly account?: AccountKey | undefined;
  readonly sourceKind?: SourceKind | undefined;
  readonly sourceId?: string | undefined;
  /** Only rows of a line of the statements, whose range these days are. */
  readonly behind?: { readonly selections: readonly Selection[]; readonly days: Days } | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Oldest first, the lines of an entry together. */
export async function listLedgerRows(tx: Tx, filter: LedgerFilter) {
  const { from, to, account, sourceKind, sourceId, behind } = filter;
  let list = lines(tx, filter.currency).select([
    'journalLine.id',
    'entryId',
    'position',
    'bookedOn',
    'description',
    'account',
    'debitMinor',
    'creditMinor',
    'journalEntry.currency',
    'vatBasisPoints',
    'sourceKind',
    'sourceId',
    'teamId',
  ]);
  if (from) list = list.where('bookedOn', '>=', from);
  if (to) list = list.where('bookedOn', '<=', to);
  if (account) list = list.where('account', '=', account);
  if (sourceKind) list = list.where('sourceKind', '=', sourceKind);
  if (sourceId) list = list.where(isFrom(sourceId));
  if (behind) list = list.where((eb) => eb.or(behind.selections.map((each) => isSelected(each, behind.days))));
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'ascending', [
        [sql.ref('journal_entry.booked_on'), 'date'],
        [sql.ref('journal_line.entry_id'), 'id'],
        [sql.ref('journal_line.position'), 'integer'],
        [sql.ref('journal_line.id'), 'id'],
      ]),
    )
    .orderBy('bookedOn')
    .orderBy('entryId')
    .orderBy('position')
    .orderBy('journalLine.id')
    .limit(filter.limit + 1)
    .$narrowType<Known>()
    .execute();
  const page = toPage(rows, filter.limit, (row) => [row.bookedOn, row.entryId, row.position, row.id]);
  return { ...page, items: page.items.map(toLedgerRow) };
}

function toLedgerRow(row: Omit<LedgerRow, 'accountName'>): LedgerRow {
  return { ...row, accountName: CHART[row.account].name };
}

/** Names every kind, so that the unique key of kind and id serves as the index. */
function isFrom(sourceId: string): Expression<SqlBool> {
  return sql<boolean>`journal_entry.source_kind = any(${SOURCE_KINDS}) and journal_entry.source_id = ${sourceId}`;
}

/** `amountOf` of the statements, for choosing rows. */
function isSelected({ accounts, sources, span }: Selection, { from, to }: Days): Expression<SqlBool> {
  const day = sql.ref('journal_entry.booked_on');
  const inSpan = {
    in: sql<boolean>`${day} between ${from} and ${to}`,
    before: sql<boolean>`${day} < ${from}`,
    until: sql<boolean>`${day} <= ${to}`,
  }[span];
  const fromSource = sources ? sql<boolean>`journal_entry.source_kind = any(${sources})` : sql<boolean>`true`;
  return sql<boolean>`(${inSpan} and ${fromSource} and journal_line.account = any(${accounts}))`;
}

/** Throws `not_found` for a record that nothing is booked of, or that this connection cannot see. */
export async function requireBooked(tx: Tx, sourceId: string): Promise<void> {
  const entry = await queries(tx)
    .selectFrom('journalEntry')
    .select('id')
    .where(isFrom(sourceId))
    .limit(1)
    .executeTakeFirst();
  if (!entry) throw notFound('booked record');
}

/** Everything booked until the end of the days, by account and kind of source, before them and in them. */
export function sumsByAccount(tx: Tx, currency: string, { from, to }: Days): Promise<AccountSum[]> {
  return lines(tx, currency)
    .select([
      'account',
      'sourceKind',
      sql<boolean>`booked_on < ${from}`.as('before'),
      sql<number>`sum(debit_minor)::bigint`.as('debitMinor'),
      sql<number>`sum(credit_minor)::bigint`.as('creditMinor'),
    ])
    .where('bookedOn', '<=', to)
    .groupBy(['account', 'sourceKind', sql`3`])
    .$narrowType<Known>()
    .execute();
}

/** Sales and purchases with their VAT, by month and rate. Lines of no rate are no business of VAT. */
export function vatByMonth(tx: Tx, currency: string, { from, to }: Days): Promise<VatSum[]> {
  return lines(tx, currency)
    .select([
      sql<string>`date_trunc('month', booked_on)::date`.as('month'),
      sql<VatSum['kind']>`case when account in ('sales', 'vat_payable') then 'sales' else 'purchases' end`.as('kind'),
      sql<number>`vat_basis_points`.as('vatBasisPoints'),
      sql<number>`coalesce(sum(credit_minor - debit_minor) filter (where account = 'sales'), 0)::bigint
        + coalesce(sum(debit_minor - credit_minor) filter (where account like 'expenses%'), 0)::bigint`.as('netMinor'),
      sql<number>`coalesce(sum(credit_minor - debit_minor) filter (where account = 'vat_payable'), 0)::bigint
        + coalesce(sum(debit_minor - credit_minor) filter (where account = 'vat_receivable'), 0)::bigint`.as(
        'vatMinor',
      ),
    ])
    .where('bookedOn', '>=', from)
    .where('bookedOn', '<=', to)
    .where('vatBasisPoints', 'is not', null)
    .groupBy([sql`1`, sql`2`, sql`3`])
    .execute();
}
