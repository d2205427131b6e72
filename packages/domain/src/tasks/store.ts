import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import type { Task, TaskPriority, TaskStatus } from './schemas.ts';

/** What the database refuses in a task, in the words of a caller. */
const REFUSALS = {
  task_organization_id_project_id_phase_id_fkey: () => notFound('phase'),
  task_assignee_fkey: () => notFound('member'),
};

function tasks(tx: Tx) {
  return queries(tx)
    .selectFrom('task')
    .innerJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'task.organizationId').onRef('project.id', '=', 'task.projectId'),
    )
    .leftJoin('projectPhase as phase', (join) =>
      join.onRef('phase.organizationId', '=', 'task.organizationId').onRef('phase.id', '=', 'task.phaseId'),
    )
    .leftJoin('user as assignee', 'assignee.id', 'task.assigneeId')
    .select([
      'task.id',
      'task.title',
      'task.description',
      'task.status',
      'task.priority',
      'task.projectId',
      'project.name as projectName',
      'task.phaseId',
      'phase.name as phaseName',
      'task.assigneeId',
      'assignee.name as assigneeName',
      'task.dueOn',
      'task.estimateMinutes',
      'task.completedAt',
      'task.voidedAt',
      'task.voidReason',
      'task.version',
      'task.createdAt',
      'task.updatedAt',
    ])
    .$narrowType<{ status: TaskStatus; priority: TaskPriority }>();
}

export interface TaskFilter {
  readonly projectId?: string | undefined;
  readonly phaseId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly assigneeId?: string | undefined;
  readonly unassigned?: boolean | undefined;
  readonly status?: readonly TaskStatus[] | undefined;
  readonly priority?: TaskPriority | undefined;
  readonly text?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  /** Only tasks that are not done and were due before this day. */
  readonly overdueOn?: string | undefined;
  readonly voided: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** By due day, those without one last. Tasks of archived projects appear only when the project is named. */
export async function listTasks(tx: Tx, filter: TaskFilter) {
  const { projectId, phaseId, teamId, customerId, assigneeId, status, priority, text, dueFrom, dueTo, overdueOn } =
    filter;
  let query = tasks(tx).where('task.voidedAt', filter.voided ? 'is not' : 'is', null);
  query = projectId ? query.where('task.projectId', '=', projectId) : query.where('project.archivedAt', 'is', null);
  if (phaseId) query = query.where('task.phaseId', '=', phaseId);
  if (teamId) query = query.where('project.teamId', '=', teamId);
  if (customerId) query = query.where('project.customerId', '=', customerId);
  if (assigneeId) query = query.where('task.assigneeId', '=', assigneeId);
  if (filter.unassigned) query = query.where('task.assigneeId', 'is', null);
  if (status) query = query.where('task.status', '=', sql<string>`any(${status})`);
  if (priority) query = query.where('task.priority', '=', priority);
  if (text) query = query.where(sql<boolean>`strpos(lower(task.title), lower(${text})) > 0`);
  if (dueFrom) query = query.where('task.dueOn', '>=', dueFrom);
  if (dueTo) query = query.where('task.dueOn', '<=', dueTo);
  if (overdueOn) query = query.where('task.dueOn', '<', overdueOn).where('task.status', '!=', 'done');
  const rows = await query
    .where(
      comesAfter(filter.cursor, 'ascending', [
        [sql`coalesce(task.due_on, 'infinity')`, 'date'],
        [sql.ref('task.id'), 'id'],
      ]),
    )
    .orderBy('task.dueOn')
    .orderBy('task.id')
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, (row) => [row.dueOn ?? 'infinity', row.id]);
}

/** Throws `not_found` for a task this connection cannot see. */
export async function requireTask(tx: Tx, taskId: string): Promise<Task> {
  const task = await tasks(tx).where('task.id', '=', taskId).executeTakeFirst();
  if (!task) throw notFound('task');
  return task;
}

/** Reads what rules decide on and holds the row until the transaction ends. */
export async function lockTask(tx: Tx, taskId: string) {
  const task = await queries(tx)
    .selectFrom('task')
    .select(['id', 'projectId', 'status', 'completedAt', 'voidedAt', 'version'])
    .where('id', '=', taskId)
    .forUpdate()
    .executeTakeFirst();
  if (!task) throw notFound('task');
  return task;
}

export interface TaskFields {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: TaskStatus | undefined;
  readonly priority?: TaskPriority | undefined;
  readonly phaseId?: string | null | undefined;
  readonly assigneeId?: string | null | undefined;
  readonly dueOn?: string | null | undefined;
  readonly estimateMinutes?: number | null | undefined;
  readonly completedAt?: string | null | undefined;
  readonly voidedAt?: string | null | undefined;
  readonly voidReason?: string | null | undefined;
}

export async function insertTask(
  ctx: RequestContext,
  tx: Tx,
  fields: TaskFields & { readonly projectId: string; readonly title: string },
): Promise<string> {
  const id = newId();
  const at = ctx.now.toISOString();
  const row = { ...fields, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at };
  await refusedBy(queries(tx).insertInto('task').values(row).execute(), REFUSALS);
  return id;
}

/** Changes the named fields and counts the version up. */
export async function updateTask(ctx: RequestContext, tx: Tx, taskId: string, fields: TaskFields): Promise<void> {
  const update = queries(tx)
    .updateTable('task')
    .set((row) => ({ ...fields, version: row('version', '+', 1), updatedAt: ctx.now.toISOString() }))
    .where('id', '=', taskId);
  await refusedBy(update.execute(), REFUSALS);
}
