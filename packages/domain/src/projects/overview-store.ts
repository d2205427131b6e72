import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Projects as `get_overview` tells of them: how many, and the `top` longest overdue. */
export async function projectsOverview(tx: Tx, today: string, top: number) {
  const open = queries(tx).selectFrom('project').where('archivedAt', 'is', null).where('status', '!=', 'done');
  const figures = await open
    .select([
      sql<number>`count(*) filter (where status = 'active')`.as('active'),
      sql<number>`count(*) filter (where status = 'on_hold')`.as('onHold'),
      sql<number>`count(*) filter (where due_on < ${today})`.as('overdue'),
    ])
    .executeTakeFirstOrThrow();
  const mostOverdue = await open
    .select(['id', 'name', 'dueOn'])
    .where('dueOn', '<', today)
    .orderBy('dueOn')
    .orderBy('id')
    .limit(top)
    .execute();
  return { ...figures, mostOverdue };
}
