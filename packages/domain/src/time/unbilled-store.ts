import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

export interface UnbilledTime {
  readonly id: string;
  readonly taskId: string | null;
  readonly taskTitle: string | null;
  readonly projectId: string | null;
  readonly projectName: string | null;
  readonly teamId: string | null;
  readonly minutes: number;
  readonly rateMinor: number | null;
  readonly currency: string;
}

export interface UnbilledFilter {
  readonly customerId: string;
  readonly projectId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * What can be billed to a customer and is not, by project and task, held until the transaction ends. Of two callers at once the
 * second waits here and then no longer finds what the first has billed.
 */
export async function lockUnbilledTime(
  tx: Tx,
  { customerId, projectId, from, to }: UnbilledFilter,
): Promise<UnbilledTime[]> {
  let held = queries(tx)
    .selectFrom('timeEntry')
    .select('id')
    .where('customerId', '=', customerId)
    .where('billable', '=', true)
    .where('minutes', 'is not', null)
    .where('voidedAt', 'is', null)
    .where('invoiceLineId', 'is', null);
  if (projectId) held = held.where('projectId', '=', projectId);
  if (from) held = held.where('workedOn', '>=', from);
  if (to) held = held.where('workedOn', '<=', to);
  const ids = (await held.orderBy('id').forUpdate().execute()).map(({ id }) => id);
  return queries(tx)
    .selectFrom('timeEntry as entry')
    .leftJoin('task', (join) =>
      join.onRef('task.organizationId', '=', 'entry.organizationId').onRef('task.id', '=', 'entry.taskId'),
    )
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'entry.organizationId').onRef('project.id', '=', 'entry.projectId'),
    )
    .select([
      'entry.id',
      'entry.taskId',
      'task.title as taskTitle',
      'entry.projectId',
      'project.name as projectName',
      'entry.teamId',
      sql<number>`entry.minutes`.as('minutes'),
      'entry.rateMinor',
      'entry.currency',
    ])
    .where('entry.id', '=', sql<string>`any(${ids})`)
    .orderBy('project.name')
    .orderBy('task.title')
    .orderBy('entry.id')
    .execute();
}

/** Puts entries on a line of a draft: from now on they stay as they are, until the line goes. The entries are locked. */
export async function billTime(tx: Tx, entryIds: readonly string[], invoiceLineId: string): Promise<void> {
  await queries(tx)
    .updateTable('timeEntry')
    .set({ invoiceLineId, version: sql`version + 1` })
    .where('id', '=', sql<string>`any(${entryIds})`)
    .execute();
}

/** How many entries the lines of an invoice bill. */
export async function countTimeOnInvoice(tx: Tx, invoiceId: string): Promise<number> {
  const { count } = await queries(tx)
    .selectFrom('timeEntry')
    .innerJoin('invoiceLine as line', (join) =>
      join
        .onRef('line.organizationId', '=', 'timeEntry.organizationId')
        .onRef('line.id', '=', 'timeEntry.invoiceLineId'),
    )
    .select(sql<number>`count(*)`.as('count'))
    .where('line.invoiceId', '=', invoiceId)
    .executeTakeFirstOrThrow();
  return count;
}
