import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../../keyset.ts';
import { refusedBy } from '../../violated-constraint.ts';
import { type ExpenseCategory, type ExpenseStatus, type ExpenseTotals, expenseStatus } from './expense-rules.ts';
import type { Expense } from './expense-schemas.ts';

const REFUSALS = {
  expense_organization_id_team_id_fkey: () => notFound('team'),
  expense_organization_id_project_id_fkey: () => notFound('project'),
  expense_organization_id_receipt_document_id_fkey: () => notFound('document'),
};

/** Row-level security decides which expenses there are for this transaction. */
function expenses(tx: Tx) {
  return queries(tx)
    .selectFrom('expense')
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'expense.organizationId').onRef('project.id', '=', 'expense.projectId'),
    )
    .select([
      'expense.id',
      'expense.supplier',
      'expense.description',
      'expense.category',
      'expense.incurredOn',
      'expense.dueOn',
      'expense.teamId',
      'expense.projectId',
      'project.name as projectName',
      'expense.currency',
      'expense.exchangeRateMillionths',
      'expense.netMinor',
      'expense.vatMinor',
      'expense.totalMinor',
      'expense.bookedAt',
      'expense.paidOn',
      'expense.receiptDocumentId',
      'expense.note',
      'expense.version',
      'expense.createdAt',
      'expense.updatedAt',
      sql<Expense['amounts']>`(
        select jsonb_agg(jsonb_build_object('vatBasisPoints', vat_basis_points, 'netMinor', net_minor, 'vatMinor', vat_minor)
          order by vat_basis_points)
        from expense_amount where expense_amount.organization_id = expense.organization_id and expense_id = expense.id
      )`.as('amounts'),
    ])
    .$narrowType<{ category: ExpenseCategory }>();
}

type ExpenseRow = Omit<Expense, 'status' | 'overdue'>;

function toExpense(row: ExpenseRow, today: string): Expense {
  const status = expenseStatus(row);
  return { ...row, status, overdue: status !== 'paid' && row.dueOn !== null && row.dueOn < today };
}

/** `expenseStatus` of the rules, for choosing rows. */
const STATUS = sql<ExpenseStatus>`case when expense.booked_at is null then 'draft'
  when expense.paid_on is null then 'booked' else 'paid' end`;

export interface ExpenseFilter {
  readonly status?: readonly ExpenseStatus[] | undefined;
  readonly category?: ExpenseCategory | undefined;
  readonly overdue?: boolean | undefined;
  readonly hasReceipt?: boolean | undefined;
  readonly teamId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly text?: string | undefined;
  readonly incurredFrom?: string | undefined;
  readonly incurredTo?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** By date, newest first. `text` is looked for in supplier and description. */
export async function listExpenses(tx: Tx, filter: ExpenseFilter, today: string) {
  const { status, category, overdue, hasReceipt, text } = filter;
  let list = expenses(tx);
  if (status) list = list.where(STATUS, '=', sql<ExpenseStatus>`any(${status})`);
  if (category) list = list.where('expense.category', '=', category);
  if (overdue !== undefined) {
    list = list.where(
      sql<boolean>`coalesce(expense.paid_on is null and expense.due_on < ${today}, false)`,
      '=',
      overdue,
    );
  }
  if (hasReceipt !== undefined) list = list.where('expense.receiptDocumentId', hasReceipt ? 'is not' : 'is', null);
  if (filter.teamId) list = list.where('expense.teamId', '=', filter.teamId);
  if (filter.projectId) list = list.where('expense.projectId', '=', filter.projectId);
  if (filter.incurredFrom) list = list.where('expense.incurredOn', '>=', filter.incurredFrom);
  if (filter.incurredTo) list = list.where('expense.incurredOn', '<=', filter.incurredTo);
  if (text) {
    list = list.where(
      sql<boolean>`strpos(lower(concat_ws(' ', expense.supplier, expense.description)), lower(${text})) > 0`,
    );
  }
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'descending', [
        [sql.ref('expense.incurred_on'), 'date'],
        [sql.ref('expense.id'), 'id'],
      ]),
    )
    .orderBy('expense.incurredOn', 'desc')
    .orderBy('expense.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = toPage(rows, filter.limit, (row) => [row.incurredOn, row.id]);
  return { ...page, items: page.items.map((row) => toExpense(row, today)) };
}

/** Throws `not_found` for an expense this connection cannot see. */
export async function requireExpense(tx: Tx, id: string, today: string): Promise<Expense> {
  const row = await expenses(tx).where('expense.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('expense');
  return toExpense(row, today);
}

/** Reads it under a row lock, for a change in the same transaction. */
export async function lockExpense(tx: Tx, id: string, today: string): Promise<Expense> {
  const held = await queries(tx).selectFrom('expense').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  if (!held) throw notFound('expense');
  return requireExpense(tx, id, today);
}

export interface ExpenseFields {
  readonly supplier?: string | undefined;
  readonly description?: string | null | undefined;
  readonly category?: ExpenseCategory | undefined;
  readonly incurredOn?: string | undefined;
  readonly dueOn?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly currency?: string | undefined;
  readonly exchangeRateMillionths?: number | null | undefined;
  readonly bookedAt?: string | undefined;
  readonly paidOn?: string | null | undefined;
  readonly receiptDocumentId?: string | null | undefined;
  readonly note?: string | null | undefined;
}

type NewExpense = ExpenseFields & {
  readonly supplier: string;
  readonly category: ExpenseCategory;
  readonly incurredOn: string;
  readonly currency: string;
};

export async function insertExpense(ctx: RequestContext, tx: Tx, fields: NewExpense, totals: ExpenseTotals) {
  const id = newId();
  const at = ctx.now.toISOString();
  const { amounts, ...sums } = totals;
  const row = { ...fields, ...sums, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at };
  await refusedBy(queries(tx).insertInto('expense').values(row).execute(), REFUSALS);
  await insertAmounts(ctx, tx, id, amounts);
  return id;
}

async function insertAmounts(ctx: RequestContext, tx: Tx, expenseId: string, amounts: ExpenseTotals['amounts']) {
  const rows = amounts.map((amount) => ({ ...amount, organizationId: ctx.organization.id, id: newId(), expenseId }));
  await queries(tx).insertInto('expenseAmount').values(rows).execute();
}

/** Changes what is named and leaves the rest; the amounts too when `totals` is given. The expense is locked. */
export async function changeExpense(
  ctx: RequestContext,
  tx: Tx,
  id: string,
  fields: ExpenseFields,
  totals?: ExpenseTotals,
): Promise<void> {
  const db = queries(tx);
  const { amounts = [], ...sums } = totals ?? {};
  if (totals) {
    await db.deleteFrom('expenseAmount').where('expenseId', '=', id).execute();
    await insertAmounts(ctx, tx, id, amounts);
  }
  const changed = db
    .updateTable('expense')
    .set({ ...fields, ...sums, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
  await refusedBy(changed, REFUSALS);
}

/** Deletes a draft with its amounts. The database refuses a booked one. */
export async function deleteDraftExpense(tx: Tx, id: string): Promise<void> {
  await queries(tx).deleteFrom('expense').where('id', '=', id).execute();
}
