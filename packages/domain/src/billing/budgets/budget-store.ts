import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../../keyset.ts';
import type { Budget } from '../schemas.ts';
import { withConsumption } from './budget-consumption.ts';

/** A budget is seen by whoever sees its project: row-level security decides. */
function budgets(tx: Tx) {
  return queries(tx)
    .selectFrom('budget')
    .innerJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'budget.organizationId').onRef('project.id', '=', 'budget.projectId'),
    )
    .select([
      'budget.id',
      'budget.name',
      'project.teamId',
      'budget.projectId',
      'project.name as projectName',
      'budget.currency',
      'budget.amountMinor',
      'budget.startsOn',
      'budget.endsOn',
      'budget.note',
      'budget.version',
      'budget.createdAt',
      'budget.updatedAt',
    ]);
}

export interface BudgetFilter {
  readonly teamId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly text?: string | undefined;
  /** Only those in force on this day. */
  readonly day?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** By name. `text` is looked for in the names of budget and project. */
export async function listBudgets(tx: Tx, { teamId, projectId, text, day, limit, cursor }: BudgetFilter) {
  let list = budgets(tx);
  if (teamId) list = list.where('project.teamId', '=', teamId);
  if (projectId) list = list.where('budget.projectId', '=', projectId);
  if (text) {
    list = list.where(sql<boolean>`strpos(lower(concat_ws(' ', budget.name, project.name)), lower(${text})) > 0`);
  }
  if (day) {
    list = list.where(
      sql<boolean>`${day}::date between coalesce(budget.starts_on, '-infinity') and coalesce(budget.ends_on, 'infinity')`,
    );
  }
  const rows = await list
    .where(
      comesAfter(cursor, 'ascending', [
        [sql.ref('budget.name'), 'text'],
        [sql.ref('budget.id'), 'id'],
      ]),
    )
    .orderBy('budget.name')
    .orderBy('budget.id')
    .limit(limit + 1)
    .execute();
  const page = toPage(rows, limit, (row) => [row.name, row.id]);
  return { ...page, items: await withConsumption(tx, page.items) };
}

/** By name, with what is consumed of each. */
export async function budgetsOfProject(tx: Tx, projectId: string): Promise<Budget[]> {
  return withConsumption(
    tx,
    await budgets(tx).where('budget.projectId', '=', projectId).orderBy('budget.name').orderBy('budget.id').execute(),
  );
}

/** Budgets in force on a day of which more than so many percent are consumed. */
export async function budgetsConsumed(tx: Tx, day: string, percent: number): Promise<Budget[]> {
  const inForce = await budgets(tx)
    .where(
      sql<boolean>`${day}::date between coalesce(budget.starts_on, '-infinity') and coalesce(budget.ends_on, 'infinity')`,
    )
    .orderBy('budget.id')
    .execute();
  const all = await withConsumption(tx, inForce);
  return all.filter(({ consumedMinor, amountMinor }) => consumedMinor * 100 > amountMinor * percent);
}

/** Throws `not_found` for a budget this connection cannot see. */
export async function requireBudget(tx: Tx, id: string): Promise<Budget> {
  const found = await budgets(tx).where('budget.id', '=', id).execute();
  const [budget] = await withConsumption(tx, found);
  if (!budget) throw notFound('budget');
  return budget;
}

/** Reads it under a row lock, for a change in the same transaction. */
export async function lockBudget(tx: Tx, id: string) {
  const budget = await budgets(tx).where('budget.id', '=', id).forUpdate('budget').executeTakeFirst();
  if (!budget) throw notFound('budget');
  return budget;
}

export interface BudgetFields {
  readonly name?: string | undefined;
  readonly currency?: string | undefined;
  readonly amountMinor?: number | undefined;
  readonly startsOn?: string | null | undefined;
  readonly endsOn?: string | null | undefined;
  readonly note?: string | null | undefined;
}

type NewBudget = BudgetFields & {
  name: string;
  projectId: string;
  currency: string;
  amountMinor: number;
};

export async function insertBudget(ctx: RequestContext, tx: Tx, fields: NewBudget): Promise<string> {
  const id = newId();
  const at = ctx.now.toISOString();
  await queries(tx)
    .insertInto('budget')
    .values({ ...fields, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at })
    .execute();
  return id;
}

/** Changes what is named and leaves the rest. */
export async function changeBudget(ctx: RequestContext, tx: Tx, id: string, fields: BudgetFields): Promise<void> {
  await queries(tx)
    .updateTable('budget')
    .set({ ...fields, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
}
