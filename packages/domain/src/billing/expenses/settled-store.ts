import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** What movements of the bank paid of an expense, in its currency. */
export async function settledOfExpense(tx: Tx, expenseId: string): Promise<number> {
  const { settledMinor } = await queries(tx)
    .selectFrom('statementPart')
    .select(sql<number>`coalesce(sum(settles_minor), 0)::bigint`.as('settledMinor'))
    .where('expenseId', '=', expenseId)
    .where('undoneAt', 'is', null)
    .executeTakeFirstOrThrow();
  return settledMinor;
}
