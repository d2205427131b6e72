import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';

/** Tasks past their due date in projects that are under way, longest overdue first. */
export async function overdueTasks(tx: Tx, today: string) {
  const rows = await queries(tx)
    .selectFrom('task')
    .innerJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'task.organizationId').onRef('project.id', '=', 'task.projectId'),
    )
    .leftJoin('user as assignee', 'assignee.id', 'task.assigneeId')
    .select([
      'task.id',
      'task.title',
      'task.dueOn',
      'project.teamId',
      'project.name as projectName',
      'assignee.name as assigneeName',
    ])
    .where('project.archivedAt', 'is', null)
    .where('project.status', '=', 'active')
    .where('task.voidedAt', 'is', null)
    .where('task.status', '!=', 'done')
    .where('task.dueOn', '<', today)
    .orderBy('task.dueOn')
    .orderBy('task.id')
    .$narrowType<{ dueOn: string }>()
    .execute();
  return rows;
}

/** How many tasks were done on the days from one to another, both inside, in UTC. */
export async function tasksDoneBetween(tx: Tx, from: string, to: string): Promise<number> {
  const { count } = await queries(tx)
    .selectFrom('task')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('voidedAt', 'is', null)
    .where('completedAt', '>=', `${from}T00:00:00Z`)
    .where('completedAt', '<=', `${to}T23:59:59.999Z`)
    .executeTakeFirstOrThrow();
  return count;
}
