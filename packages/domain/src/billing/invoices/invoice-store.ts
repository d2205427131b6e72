import type { JobContext } from '@countersign/contracts/define-job';
import { AppError, notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../../keyset.ts';
import { refusedBy } from '../../violated-constraint.ts';
import { lifeOf } from '../life-store.ts';
import { insertLines, linesOf } from '../line-store.ts';
import { OPEN_MINOR, TO_REFUND_MINOR } from '../payments/open-minor.ts';
import type { PricedLine } from '../priced-line.ts';
import {
  type InvoiceFacts,
  type InvoiceStatus,
  invoiceStatus,
  isOverdue,
  openMinorOf,
  refuseIssued,
  toRefundMinorOf,
  totalsOf,
} from '../rules.ts';
import type { Invoice, InvoiceDetail } from '../schemas.ts';

const REFUSALS = {
  invoice_organization_id_team_id_fkey: () => notFound('team'),
  invoice_organization_id_customer_id_fkey: () => notFound('customer'),
  invoice_organization_id_project_id_fkey: () => notFound('project'),
  invoice_organization_id_quote_id_key: (cause: unknown) =>
    new AppError('conflict', 'This quote has been made into an invoice already. Read it with get_quote to see which.', {
      cause,
    }),
};

/** Row-level security decides which invoices there are for this transaction. */
function invoices(tx: Tx) {
  return queries(tx)
    .selectFrom('invoice')
    .innerJoin('customer', (join) =>
      join
        .onRef('customer.organizationId', '=', 'invoice.organizationId')
        .onRef('customer.id', '=', 'invoice.customerId'),
    )
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'invoice.organizationId').onRef('project.id', '=', 'invoice.projectId'),
    )
    .select([
      'invoice.id',
      'invoice.number',
      'invoice.teamId',
      'invoice.customerId',
      'customer.name as customerName',
      'invoice.projectId',
      'project.name as projectName',
      'invoice.quoteId',
      'invoice.currency',
      'invoice.netMinor',
      'invoice.vatMinor',
      'invoice.totalMinor',
      'invoice.paidMinor',
      'invoice.creditedMinor',
      'invoice.refundableMinor',
      'invoice.refundedMinor',
      'invoice.paymentTermDays',
      'invoice.issuedOn',
      'invoice.dueOn',
      'invoice.paidOn',
      'invoice.paymentReference',
      'invoice.exchangeRateMillionths',
      'invoice.sentAt',
      'invoice.reminderLevel',
      'invoice.remindedOn',
      'invoice.reference',
      'invoice.note',
      'invoice.version',
      'invoice.createdAt',
      'invoice.updatedAt',
    ]);
}

type InvoiceRow = Omit<Invoice, 'status' | 'overdue' | 'openMinor' | 'toRefundMinor'> & InvoiceFacts;

function toInvoice(row: InvoiceRow, today: string): Invoice {
  return {
    ...row,
    status: invoiceStatus(row),
    overdue: isOverdue(row, today),
    openMinor: openMinorOf(row),
    toRefundMinor: toRefundMinorOf(row),
  };
}

/** `invoiceStatus` of the rules, for choosing rows. */
const STATUS = sql<InvoiceStatus>`case when invoice.number is null then 'draft'
  when ${OPEN_MINOR} > 0
    then case when invoice.paid_minor > 0 then 'partly_paid' else 'issued' end
  when invoice.paid_minor = invoice.refunded_minor and invoice.credited_minor > 0 then 'credited' else 'paid' end`;

export interface InvoiceFilter {
  readonly status?: readonly InvoiceStatus[] | undefined;
  readonly overdue?: boolean | undefined;
  readonly toRefund?: boolean | undefined;
  readonly teamId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly text?: string | undefined;
  readonly issuedFrom?: string | undefined;
  readonly issuedTo?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. `text` is looked for in number, references and customer. */
export async function listInvoices(tx: Tx, filter: InvoiceFilter, today: string) {
  const { status, overdue, toRefund, text } = filter;
  let list = invoices(tx);
  if (status) list = list.where(STATUS, '=', sql<InvoiceStatus>`any(${status})`);
  if (overdue !== undefined) {
    const isOverdueNow = sql<boolean>`coalesce(invoice.due_on < ${today} and ${OPEN_MINOR} > 0, false)`;
    list = list.where(isOverdueNow, '=', overdue);
  }
  if (toRefund !== undefined) list = list.where(TO_REFUND_MINOR, toRefund ? '>' : '=', 0);
  if (filter.teamId) list = list.where('invoice.teamId', '=', filter.teamId);
  if (filter.customerId) list = list.where('invoice.customerId', '=', filter.customerId);
  if (filter.projectId) list = list.where('invoice.projectId', '=', filter.projectId);
  if (filter.issuedFrom) list = list.where('invoice.issuedOn', '>=', filter.issuedFrom);
  if (filter.issuedTo) list = list.where('invoice.issuedOn', '<=', filter.issuedTo);
  if (filter.dueFrom) list = list.where('invoice.dueOn', '>=', filter.dueFrom);
  if (filter.dueTo) list = list.where('invoice.dueOn', '<=', filter.dueTo);
  if (text) {
    list = list.where(
      sql<boolean>`strpos(lower(concat_ws(' ', invoice.number, invoice.reference,
        invoice.payment_reference, customer.name)), lower(${text})) > 0`,
    );
  }
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'descending', [
        [sql.ref('invoice.createdAt'), 'time'],
        [sql.ref('invoice.id'), 'id'],
      ]),
    )
    .orderBy('invoice.createdAt', 'desc')
    .orderBy('invoice.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = toPage(rows, filter.limit, (row) => [row.createdAt, row.id]);
  return { ...page, items: page.items.map((row) => toInvoice(row, today)) };
}

/** Of a draft. */
const NO_LIFE = { payments: [], creditNotes: [], deliveries: [] };

/** An invoice with its lines and what happened to it. Throws `not_found` for one this connection cannot see. */
export async function requireInvoice(tx: Tx, id: string, today: string): Promise<InvoiceDetail> {
  const row = await invoices(tx).where('invoice.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('invoice');
  const lines = await linesOf(tx, 'invoice', id);
  const life = row.number === null ? NO_LIFE : await lifeOf(tx, id);
  return { ...toInvoice(row, today), lines, vat: [...totalsOf(lines).vat], ...life };
}

/** Holds a draft until the transaction ends. Throws `conflict` for an issued one. */
export async function lockDraft(tx: Tx, id: string) {
  const draft = await queries(tx)
    .selectFrom('invoice')
    .select(['id', 'number', 'teamId', 'projectId', 'customerId', 'currency', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!draft) throw notFound('invoice');
  refuseIssued(draft);
  return draft;
}

export interface InvoiceFields {
  readonly teamId?: string | null | undefined;
  readonly customerId?: string | undefined;
  readonly projectId?: string | null | undefined;
  readonly quoteId?: string | undefined;
  readonly currency?: string | undefined;
  readonly reference?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly paymentTermDays?: number | undefined;
}

type NewInvoice = InvoiceFields & { customerId: string; currency: string; paymentTermDays: number };

export async function insertDraft(
  ctx: JobContext,
  tx: Tx,
  fields: NewInvoice,
  lines: readonly PricedLine[],
  id = newId(),
) {
  const { netMinor, vatMinor, totalMinor } = totalsOf(lines);
  const at = ctx.now.toISOString();
  const inserted = queries(tx)
    .insertInto('invoice')
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
  await insertLines(ctx, tx, 'invoice', id, lines);
  return id;
}

/** Changes what is named and leaves the rest. The draft is locked. */
export async function changeDraft(ctx: RequestContext, tx: Tx, id: string, fields: InvoiceFields): Promise<void> {
  const changed = queries(tx)
    .updateTable('invoice')
    .set({ ...fields, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
  await refusedBy(changed, REFUSALS);
}

/** Removes a draft with its lines; time they billed is free again. The draft is locked. */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await queries(tx).deleteFrom('invoice').where('id', '=', id).execute();
}
