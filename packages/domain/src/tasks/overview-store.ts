import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Tasks of projects that are not archived, as `get_overview` tells of them: how many, and the `top` longest overdue. */
export async function tasksOverview(tx: Tx, today: string, top: number) {
  const open = queries(tx)
    .selectFrom('task')
    .innerJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'task.organizationId').onRef('project.id', '=', 'task.projectId'),
    )
    .where('project.archivedAt', 'is', null)
    .where('task.voidedAt', 'is', null)
    .where('task.status', '!=', 'done');
  const figures = await open
    .select([
      sql<number>`count(*)`.as('open'),
      sql<number>`count(*) filter (where task.status = 'blocked')`.as('blocked'),
      sql<number>`count(*) filter (where task.due_on < ${today})`.as('overdue'),
      sql<number>`count(*) filter (where task.due_on >= ${today} and task.due_on < ${today}::date + 7)`.as(
        'dueWithin7Days',
      ),
    ])
    .executeTakeFirstOrThrow();
  const mostOverdue = await open
    .select(['task.id', 'task.title', 'task.dueOn'])
    .where('task.dueOn', '<', today)
    .orderBy('task.dueOn')
    .orderBy('task.id')
    .limit(top)
    .execute();
  return { ...figures, mostOverdue };
}
