import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../../keyset.ts';
import { refusedBy } from '../../violated-constraint.ts';
import { insertLines, linesOf } from '../line-store.ts';
import type { PricedLine } from '../priced-line.ts';
import { type QuoteStatus, totalsOf } from '../rules.ts';
import type { Quote, QuoteDetail } from '../schemas.ts';

const REFUSALS = {
  quote_organization_id_team_id_fkey: () => notFound('team'),
  quote_organization_id_customer_id_fkey: () => notFound('customer'),
  quote_organization_id_project_id_fkey: () => notFound('project'),
};

/** Row-level security decides which quotes there are for this transaction. */
function quotes(tx: Tx) {
  return queries(tx)
    .selectFrom('quote')
    .innerJoin('customer', (join) =>
      join.onRef('customer.organizationId', '=', 'quote.organizationId').onRef('customer.id', '=', 'quote.customerId'),
    )
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'quote.organizationId').onRef('project.id', '=', 'quote.projectId'),
    )
    .leftJoin('invoice', (join) =>
      join.onRef('invoice.organizationId', '=', 'quote.organizationId').onRef('invoice.quoteId', '=', 'quote.id'),
    )
    .select([
      'quote.id',
      'quote.title',
      'quote.status',
      'quote.teamId',
      'quote.customerId',
      'customer.name as customerName',
      'quote.projectId',
      'project.name as projectName',
      'quote.currency',
      'quote.netMinor',
      'quote.vatMinor',
      'quote.totalMinor',
      'quote.validUntil',
      'quote.note',
      'invoice.id as invoiceId',
      'quote.version',
      'quote.createdAt',
      'quote.updatedAt',
    ])
    .$narrowType<{ status: QuoteStatus }>();
}

function toQuote(row: Omit<Quote, 'expired'>, today: string): Quote {
  return { ...row, expired: row.status === 'sent' && row.validUntil !== null && row.validUntil < today };
}

export interface QuoteFilter {
  readonly status?: readonly QuoteStatus[] | undefined;
  readonly teamId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. `text` is looked for in title and customer. */
export async function listQuotes(tx: Tx, filter: QuoteFilter, today: string) {
  const { status, text } = filter;
  let list = quotes(tx);
  if (status) list = list.where('quote.status', '=', sql<QuoteStatus>`any(${status})`);
  if (filter.teamId) list = list.where('quote.teamId', '=', filter.teamId);
  if (filter.customerId) list = list.where('quote.customerId', '=', filter.customerId);
  if (filter.projectId) list = list.where('quote.projectId', '=', filter.projectId);
  if (text) {
    list = list.where(sql<boolean>`strpos(lower(concat_ws(' ', quote.title, customer.name)), lower(${text})) > 0`);
  }
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'descending', [
        [sql.ref('quote.createdAt'), 'time'],
        [sql.ref('quote.id'), 'id'],
      ]),
    )
    .orderBy('quote.createdAt', 'desc')
    .orderBy('quote.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = toPage(rows, filter.limit, (row) => [row.createdAt, row.id]);
  return { ...page, items: page.items.map((row) => toQuote(row, today)) };
}

/** A quote with its lines. Throws `not_found` for one this connection cannot see. */
export async function requireQuote(tx: Tx, id: string, today: string): Promise<QuoteDetail> {
  const row = await quotes(tx).where('quote.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('quote');
  const lines = await linesOf(tx, 'quote', id);
  return { ...toQuote(row, today), lines, vat: [...totalsOf(lines).vat] };
}

/** Reads what rules decide on and holds the row until the transaction ends. */
export async function lockQuote(tx: Tx, id: string) {
  const quote = await queries(tx)
    .selectFrom('quote')
    .select(['id', 'status', 'teamId', 'projectId', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .$narrowType<{ status: QuoteStatus }>()
    .executeTakeFirst();
  if (!quote) throw notFound('quote');
  return quote;
}

export interface QuoteFields {
  readonly title?: string | undefined;
  readonly status?: QuoteStatus | undefined;
  readonly teamId?: string | null | undefined;
  readonly customerId?: string | undefined;
  readonly projectId?: string | null | undefined;
  readonly currency?: string | undefined;
  readonly validUntil?: string | null | undefined;
  readonly note?: string | null | undefined;
}

type NewQuote = QuoteFields & { title: string; customerId: string; currency: string };

export async function insertQuote(ctx: RequestContext, tx: Tx, fields: NewQuote, lines: readonly PricedLine[]) {
  const id = newId();
  const { netMinor, vatMinor, totalMinor } = totalsOf(lines);
  const at = ctx.now.toISOString();
  const inserted = queries(tx)
    .insertInto('quote')
    .values({
      ...fields,
      organizationId: ctx.organization.id,
      id,
      netMinor,
      vatMinor,
      totalMinor,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  await refusedBy(inserted, REFUSALS);
  await insertLines(ctx, tx, 'quote', id, lines);
  return id;
}

/** Changes what is named and leaves the rest. The quote is locked. */
export async function changeQuote(ctx: RequestContext, tx: Tx, id: string, fields: QuoteFields): Promise<void> {
  const changed = queries(tx)
    .updateTable('quote')
    .set({ ...fields, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
  await refusedBy(changed, REFUSALS);
}
