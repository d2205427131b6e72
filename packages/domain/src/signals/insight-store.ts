import { toPage } from '@countersign/contracts/pagination';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import type { Figure, Insight } from './schemas.ts';

/** Newest week first, each with all its figures. */
export async function listInsights(
  tx: Tx,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const rows: Insight[] = await queries(tx)
    .selectFrom('signalInsight')
    .select(['id', 'weekStartsOn as from', sql<string>`week_starts_on + 6`.as('to'), 'figures', 'createdAt'])
    .where(
      comesAfter(cursor, 'descending', [
        [sql.ref('week_starts_on'), 'date'],
        [sql.ref('id'), 'id'],
      ]),
    )
    .orderBy('weekStartsOn', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .$narrowType<{ figures: Figure[] }>()
    .execute();
  return toPage(rows, limit, (row) => [row.from, row.id]);
}

/** Keeps a week's figures; a week that is kept already stays as it is. Says whether it was new. */
export async function insertInsight(
  tx: Tx,
  organizationId: string,
  weekStartsOn: string,
  figures: readonly Figure[],
): Promise<boolean> {
  const inserted = await queries(tx)
    .insertInto('signalInsight')
    .values({ organizationId, id: newId(), weekStartsOn, figures: JSON.stringify(figures) })
    .onConflict((conflict) => conflict.columns(['organizationId', 'weekStartsOn']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Issues opened and issues resolved on the days from one to another, both inside, in UTC. */
export async function issuesBetween(tx: Tx, from: string, to: string) {
  const [start, end] = [`${from}T00:00:00Z`, `${to}T23:59:59.999Z`];
  return queries(tx)
    .selectFrom('signalIssue')
    .select([
      sql<number>`count(*) filter (where opened_at between ${start} and ${end})`.as('opened'),
      sql<number>`count(*) filter (where resolved_at between ${start} and ${end})`.as('resolved'),
    ])
    .executeTakeFirstOrThrow();
}
