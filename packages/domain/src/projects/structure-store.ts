import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { requireProjectDetail } from './store.ts';

/** As many tasks as one answer holds; a project beyond it is read with list_tasks. */
const TASKS_MAX = 1000;

/** The tree of a project: its phases in order, each with its tasks by due day, and the tasks outside any phase. */
export async function requireStructure(tx: Tx, projectId: string) {
  const { phases, ...project } = await requireProjectDetail(tx, projectId);
  const rows = await queries(tx)
    .selectFrom('task')
    .leftJoin('user as assignee', 'assignee.id', 'task.assigneeId')
    .select(['task.id', 'task.phaseId', 'task.title', 'task.status', 'assignee.name as assigneeName', 'task.dueOn'])
    .where('task.projectId', '=', projectId)
    .where('task.voidedAt', 'is', null)
    .orderBy('task.dueOn')
    .orderBy('task.id')
    .limit(TASKS_MAX + 1)
    .execute();
  const tasksOf = (wanted: string | null) =>
    rows
      .slice(0, TASKS_MAX)
      .filter(({ phaseId }) => phaseId === wanted)
      .map(({ id, title, status, assigneeName, dueOn }) => ({ id, title, status, assigneeName, dueOn }));
  return {
    project,
    phases: phases.map((phase) => ({ ...phase, tasks: tasksOf(phase.id) })),
    tasksOutsidePhases: tasksOf(null),
    truncated: rows.length > TASKS_MAX,
  };
}
