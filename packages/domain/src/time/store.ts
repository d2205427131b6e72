import { AppError, notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import type { TimeEntry } from './schemas.ts';

/** What the database refuses in a time entry, in the words of a caller. */
const REFUSALS = {
  time_entry_organization_id_team_id_fkey: () => notFound('team'),
  time_entry_organization_id_customer_id_fkey: () => notFound('customer'),
  invoiced_time_is_frozen: (cause: unknown) =>
    new AppError(
      'conflict',
      'This time has just been invoiced and cannot be changed. Read it again to see by which invoice.',
      { cause },
    ),
};

function entries(tx: Tx) {
  return queries(tx)
    .selectFrom('timeEntry as entry')
    .leftJoin('user as member', 'member.id', 'entry.memberId')
    .leftJoin('customer', (join) =>
      join.onRef('customer.organizationId', '=', 'entry.organizationId').onRef('customer.id', '=', 'entry.customerId'),
    )
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'entry.organizationId').onRef('project.id', '=', 'entry.projectId'),
    )
    .leftJoin('task', (join) =>
      join.onRef('task.organizationId', '=', 'entry.organizationId').onRef('task.id', '=', 'entry.taskId'),
    )
    .leftJoin('invoiceLine as line', (join) =>
      join.onRef('line.organizationId', '=', 'entry.organizationId').onRef('line.id', '=', 'entry.invoiceLineId'),
    )
    .select([
      'entry.id',
      'entry.teamId',
      'entry.memberId',
      'member.name as memberName',
      'entry.customerId',
      'customer.name as customerName',
      'entry.projectId',
      'project.name as projectName',
      'entry.taskId',
      'task.title as taskTitle',
      'entry.description',
      'entry.workedOn',
      'entry.startedAt',
      sql<boolean>`entry.minutes is null`.as('running'),
      'entry.minutes',
      'entry.billable',
      'entry.rateMinor',
      'entry.currency',
      'line.invoiceId',
      'entry.voidedAt',
      'entry.voidReason',
      'entry.version',
      'entry.createdAt',
      'entry.updatedAt',
    ]);
}

export interface TimeFilter {
  readonly memberId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly billable?: boolean | undefined;
  readonly invoiced?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly voided: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The latest day first. */
export async function listTimeEntries(tx: Tx, filter: TimeFilter) {
  let list = entries(tx).where('entry.voidedAt', filter.voided ? 'is not' : 'is', null);
  if (filter.memberId) list = list.where('entry.memberId', '=', filter.memberId);
  if (filter.teamId) list = list.where('entry.teamId', '=', filter.teamId);
  if (filter.projectId) list = list.where('entry.projectId', '=', filter.projectId);
  if (filter.taskId) list = list.where('entry.taskId', '=', filter.taskId);
  if (filter.customerId) list = list.where('entry.customerId', '=', filter.customerId);
  if (filter.billable !== undefined) list = list.where('entry.billable', '=', filter.billable);
  if (filter.invoiced !== undefined) {
    list = list.where('entry.invoiceLineId', filter.invoiced ? 'is not' : 'is', null);
  }
  if (filter.from) list = list.where('entry.workedOn', '>=', filter.from);
  if (filter.to) list = list.where('entry.workedOn', '<=', filter.to);
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'descending', [
        [sql.ref('entry.workedOn'), 'date'],
        [sql.ref('entry.id'), 'id'],
      ]),
    )
    .orderBy('entry.workedOn', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, (row) => [row.workedOn, row.id]);
}

/** Throws `not_found` for an entry this connection cannot see. */
export async function requireTimeEntry(tx: Tx, id: string): Promise<TimeEntry> {
  const entry = await entries(tx).where('entry.id', '=', id).executeTakeFirst();
  if (!entry) throw notFound('time entry');
  return entry;
}

/** Reads it under a row lock, for a change in the same transaction. */
export async function lockTimeEntry(tx: Tx, id: string): Promise<TimeEntry> {
  const held = await queries(tx)
    .selectFrom('timeEntry')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!held) throw notFound('time entry');
  return requireTimeEntry(tx, id);
}

/** The timer that runs for a member, as far as this connection can see it. */
export function findRunning(tx: Tx, memberId: string): Promise<TimeEntry | undefined> {
  return entries(tx).where('entry.memberId', '=', memberId).where('entry.minutes', 'is', null).executeTakeFirst();
}

export interface TimeFields {
  readonly teamId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly taskId?: string | null | undefined;
  readonly description?: string | undefined;
  readonly workedOn?: string | undefined;
  readonly minutes?: number | undefined;
  readonly billable?: boolean | undefined;
  readonly rateMinor?: number | null | undefined;
  readonly voidedAt?: string | null | undefined;
  readonly voidReason?: string | null | undefined;
}

type NewTime = TimeFields & {
  readonly memberId: string;
  readonly workedOn: string;
  readonly billable: boolean;
  readonly currency: string;
  readonly startedAt?: string;
};

/** Adds an entry; without minutes it is a running timer. Undefined when one runs for this member already, also one started at once. */
export async function insertTime(ctx: RequestContext, tx: Tx, fields: NewTime): Promise<string | undefined> {
  const at = ctx.now.toISOString();
  const inserted = queries(tx)
    .insertInto('timeEntry')
    .values({ ...fields, organizationId: ctx.organization.id, id: newId(), createdAt: at, updatedAt: at })
    .onConflict((conflict) => conflict.columns(['organizationId', 'memberId']).where('minutes', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return (await refusedBy(inserted, REFUSALS))?.id;
}

/** Changes what is named and leaves the rest. The entry is locked. */
export async function changeTime(ctx: RequestContext, tx: Tx, id: string, fields: TimeFields): Promise<void> {
  const changed = queries(tx)
    .updateTable('timeEntry')
    .set({ ...fields, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
  await refusedBy(changed, REFUSALS);
}
