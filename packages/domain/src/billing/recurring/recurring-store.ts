import type { JobContext } from '@countersign/contracts/define-job';
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
import { totalsOf } from '../rules.ts';
import type { RecurringInvoice } from './recurring-schemas.ts';

const REFUSALS = {
  recurring_invoice_organization_id_team_id_fkey: () => notFound('team'),
  recurring_invoice_organization_id_customer_id_fkey: () => notFound('customer'),
  recurring_invoice_organization_id_project_id_fkey: () => notFound('project'),
};

/** Row-level security decides which there are for this transaction. */
function recurringInvoices(tx: Tx) {
  return queries(tx)
    .selectFrom('recurringInvoice')
    .innerJoin('customer', (join) =>
      join
        .onRef('customer.organizationId', '=', 'recurringInvoice.organizationId')
        .onRef('customer.id', '=', 'recurringInvoice.customerId'),
    )
    .leftJoin('project', (join) =>
      join
        .onRef('project.organizationId', '=', 'recurringInvoice.organizationId')
        .onRef('project.id', '=', 'recurringInvoice.projectId'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('recurringDraft')
          .whereRef('recurringDraft.organizationId', '=', 'recurringInvoice.organizationId')
          .whereRef('recurringDraft.recurringInvoiceId', '=', 'recurringInvoice.id')
          .select([
            sql<number>`count(*)`.as('draftCount'),
            sql<string | null>`max(period_on)`.as('lastDraftedOn'),
            sql<string | null>`(array_agg(invoice_id order by period_on desc))[1]`.as('lastInvoiceId'),
          ])
          .as('drafted'),
      (join) => join.onTrue(),
    )
    .select([
      'recurringInvoice.id',
      'recurringInvoice.name',
      'recurringInvoice.recurrence',
      'recurringInvoice.startsOn',
      'recurringInvoice.nextOn',
      'recurringInvoice.paused',
      sql<number>`drafted.draft_count`.as('draftCount'),
      'drafted.lastDraftedOn',
      'drafted.lastInvoiceId',
      'recurringInvoice.teamId',
      'recurringInvoice.customerId',
      'customer.name as customerName',
      'recurringInvoice.projectId',
      'project.name as projectName',
      'recurringInvoice.currency',
      'recurringInvoice.netMinor',
      'recurringInvoice.vatMinor',
      'recurringInvoice.totalMinor',
      'recurringInvoice.paymentTermDays',
      'recurringInvoice.reference',
      'recurringInvoice.note',
      'recurringInvoice.version',
      'recurringInvoice.createdAt',
      'recurringInvoice.updatedAt',
      sql<RecurringInvoice['lines']>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', line.id, 'position', position, 'description', description,
          'quantityThousandths', quantity_thousandths, 'minutes', minutes, 'unit', unit, 'unitPriceMinor', unit_price_minor,
          'vatBasisPoints', vat_basis_points, 'netMinor', line.net_minor, 'projectId', line.project_id) order by position), '[]')
        from recurring_invoice_line as line
        where line.organization_id = recurring_invoice.organization_id and line.recurring_invoice_id = recurring_invoice.id
      )`.as('lines'),
    ]);
}

export interface RecurringFilter {
  readonly paused?: boolean | undefined;
  readonly customerId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** By name. `text` is looked for in the names of series and customer. */
export async function listRecurringInvoices(tx: Tx, filter: RecurringFilter) {
  let list = recurringInvoices(tx);
  if (filter.paused !== undefined) list = list.where('recurringInvoice.paused', '=', filter.paused);
  if (filter.customerId) list = list.where('recurringInvoice.customerId', '=', filter.customerId);
  if (filter.projectId) list = list.where('recurringInvoice.projectId', '=', filter.projectId);
  if (filter.teamId) list = list.where('recurringInvoice.teamId', '=', filter.teamId);
  if (filter.text) {
    list = list.where(
      sql<boolean>`strpos(lower(concat_ws(' ', recurring_invoice.name, customer.name)), lower(${filter.text})) > 0`,
    );
  }
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'ascending', [
        [sql.ref('recurring_invoice.name'), 'text'],
        [sql.ref('recurring_invoice.id'), 'id'],
      ]),
    )
    .orderBy('recurringInvoice.name')
    .orderBy('recurringInvoice.id')
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, (row) => [row.name, row.id]);
}

/** Throws `not_found` for one this connection cannot see. */
export async function requireRecurringInvoice(tx: Tx, id: string): Promise<RecurringInvoice> {
  const row = await recurringInvoices(tx).where('recurringInvoice.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('recurring invoice');
  return row;
}

/** Reads it under a row lock, for a change in the same transaction. */
export async function lockRecurringInvoice(tx: Tx, id: string): Promise<RecurringInvoice> {
  await queries(tx).selectFrom('recurringInvoice').select('id').where('id', '=', id).forUpdate().execute();
  return requireRecurringInvoice(tx, id);
}

export interface RecurringFields {
  readonly name?: string | undefined;
  readonly teamId?: string | null | undefined;
  readonly customerId?: string | undefined;
  readonly projectId?: string | null | undefined;
  readonly currency?: string | undefined;
  readonly reference?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly paymentTermDays?: number | null | undefined;
  readonly recurrence?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly nextOn?: string | null | undefined;
  readonly paused?: boolean | undefined;
}

type NewRecurring = RecurringFields & {
  readonly name: string;
  readonly customerId: string;
  readonly currency: string;
  readonly recurrence: string;
  readonly startsOn: string;
};

export async function insertRecurringInvoice(
  ctx: RequestContext,
  tx: Tx,
  fields: NewRecurring,
  lines: readonly PricedLine[],
) {
  const id = newId();
  const { netMinor, vatMinor, totalMinor } = totalsOf(lines);
  const at = ctx.now.toISOString();
  const totals = { netMinor, vatMinor, totalMinor };
  const row = { ...fields, ...totals, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at };
  await refusedBy(queries(tx).insertInto('recurringInvoice').values(row).execute(), REFUSALS);
  await insertLines(ctx, tx, 'recurring_invoice', id, lines);
  return id;
}

/** Changes what is named and leaves the rest. The series is locked. */
export async function changeRecurringInvoice(
  ctx: JobContext,
  tx: Tx,
  id: string,
  fields: RecurringFields,
): Promise<void> {
  const changed = queries(tx)
    .updateTable('recurringInvoice')
    .set({ ...fields, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
  await refusedBy(changed, REFUSALS);
}

/** The series that are due on a day, held until the transaction ends; those that another process holds are that one's. */
export async function holdDue(tx: Tx, day: string) {
  return queries(tx)
    .selectFrom('recurringInvoice')
    .select([
      'id',
      'teamId',
      'customerId',
      'projectId',
      'currency',
      'reference',
      'note',
      'paymentTermDays',
      'recurrence',
      'startsOn',
      'nextOn',
    ])
    .where('paused', '=', false)
    .where('nextOn', '<=', day)
    .orderBy('nextOn')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .$narrowType<{ nextOn: string }>()
    .execute();
}

/** Notes that a period is drafted; false when it was before, whoever did it. */
export async function claimPeriod(
  ctx: JobContext,
  tx: Tx,
  recurringInvoiceId: string,
  periodOn: string,
  invoiceId: string,
) {
  const claimed = await queries(tx)
    .insertInto('recurringDraft')
    .values({ organizationId: ctx.organization.id, recurringInvoiceId, periodOn, invoiceId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('periodOn')
    .executeTakeFirst();
  return claimed !== undefined;
}

export function recurringLines(tx: Tx, id: string) {
  return linesOf(tx, 'recurring_invoice', id);
}
