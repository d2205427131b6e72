import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Expenses that are in no books yet: all of them, and those whose date is not after `day`. */
export function unbookedExpenses(tx: Tx, day: string | null) {
  return queries(tx)
    .selectFrom('expense')
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`count(*) filter (where incurred_on <= ${day}::date)`.as('until'),
    ])
    .where('bookedAt', 'is', null)
    .executeTakeFirstOrThrow();
}
