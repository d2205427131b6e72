import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import type { WorkStretch } from '../../time/index.ts';

/** The expenses of each stretch before VAT, drafts too, as this transaction sees them. Those in another currency are left out. */
export async function expensesIn(tx: Tx, stretches: readonly WorkStretch[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly id: string; readonly netMinor: number }>`
    select stretch.id, coalesce(sum(expense.net_minor), 0)::bigint as net_minor
    from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb)
      as stretch(id uuid, "projectId" uuid, "startsOn" date, "endsOn" date, currency text)
    left join expense on expense.project_id = stretch."projectId" and expense.currency = stretch.currency
      and expense.incurred_on between coalesce(stretch."startsOn", '-infinity') and coalesce(stretch."endsOn", 'infinity')
    group by stretch.id`.execute(queries(tx));
  return new Map(rows.map(({ id, netMinor }) => [id, netMinor]));
}
