import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Projects with billable time from before a day that no invoice has taken: how much, since when. Longest waiting first. */
export async function unbilledProjects(tx: Tx, before: string) {
  return queries(tx)
    .selectFrom('timeEntry')
    .innerJoin('project', (join) =>
      join
        .onRef('project.organizationId', '=', 'timeEntry.organizationId')
        .onRef('project.id', '=', 'timeEntry.projectId'),
    )
    .select([
      'project.id',
      'project.teamId',
      'project.name',
      sql<string>`min(time_entry.worked_on)`.as('since'),
      sql<number>`sum(time_entry.minutes)::bigint`.as('minutes'),
    ])
    .where('timeEntry.billable', '=', true)
    .where('timeEntry.minutes', 'is not', null)
    .where('timeEntry.voidedAt', 'is', null)
    .where('timeEntry.invoiceLineId', 'is', null)
    .where('timeEntry.workedOn', '<', before)
    .groupBy(['project.id', 'project.teamId', 'project.name'])
    .orderBy('since')
    .orderBy('project.id')
    .execute();
}

/** Minutes worked on the days from one to another, both inside. */
export async function minutesBetween(tx: Tx, from: string, to: string): Promise<number> {
  const { minutes } = await queries(tx)
    .selectFrom('timeEntry')
    .select(sql<number>`coalesce(sum(minutes), 0)::bigint`.as('minutes'))
    .where('voidedAt', 'is', null)
    .where('workedOn', '>=', from)
    .where('workedOn', '<=', to)
    .executeTakeFirstOrThrow();
  return minutes;
}
