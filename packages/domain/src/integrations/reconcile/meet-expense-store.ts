import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import type { Movement } from '../adapters/statement.ts';
import { insertPart, refreshState } from './part-store.ts';

/**
 * Ties money that went out to the one expense somebody marked as paid with it: of its amount and day, in its currency, and no other such
 * expense. Books nothing, because that was booked. Answers whether there was one.
 */
export async function meetPaidExpense(ctx: JobContext, tx: Tx, rowId: string, movement: Movement): Promise<boolean> {
  const { rows } = await sql<{ id: string; totalMinor: number }>`
    select e.id, e.total_minor from expense e
    where e.paid_on = ${movement.bookedOn}::date and e.total_minor = ${-movement.amountMinor} and e.currency = ${movement.currency}
      and not exists (select from statement_part p where p.organization_id = e.organization_id and p.expense_id = e.id and p.undone_at is null)
    limit 2`.execute(queries(tx));
  const [expense, other] = rows;
  if (!expense || other) return false;
  const { amountMinor } = movement;
  const part = {
    kind: 'expense',
    amountMinor,
    expenseId: expense.id,
    settlesMinor: -amountMinor,
    isBooked: false,
  } as const;
  await insertPart(ctx, tx, rowId, part);
  await refreshState(tx, rowId);
  return true;
}
