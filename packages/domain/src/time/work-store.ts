import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { type RawBuilder, sql } from 'kysely';

/** A stretch of a project's life; without a first or last day, from the beginning or to the end. */
export interface WorkStretch {
  /** Comes back with the answer. */
  readonly id: string;
  readonly projectId: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly currency: string;
}

export interface Work {
  readonly minutes: number;
  /** Hours at their rates, in the currency asked for. */
  readonly valueMinor: number;
  /** Without a rate in that currency: counted in `minutes` and not in `valueMinor`. */
  readonly minutesWithoutRate: number;
}

/**
 * Work as an invoice has it: one amount for each line, or for what would become one, each rounded once. Joined with nothing it is of all that
 * row-level security shows; `where` is of `entry`.
 */
export function workValue(where: RawBuilder<unknown>) {
  return sql`
    select entry.project_id, entry.currency, entry.billable, entry.invoice_line_id, sum(entry.minutes) as minutes,
      round(sum(entry.minutes)::numeric * entry.rate_minor / 60)::bigint as value_minor
    from time_entry as entry
    where entry.minutes is not null and entry.voided_at is null and ${where}
    group by entry.project_id, entry.currency, entry.billable, entry.invoice_line_id, entry.task_id, entry.rate_minor, entry.customer_id`;
}

/** What was worked in each stretch, billable or not, as this transaction sees it. Running timers are not over and do not count. */
export async function workIn(tx: Tx, stretches: readonly WorkStretch[]): Promise<ReadonlyMap<string, Work>> {
  const inStretch = sql`entry.project_id = stretch."projectId"
    and entry.worked_on between coalesce(stretch."startsOn", '-infinity') and coalesce(stretch."endsOn", 'infinity')`;
  const { rows } = await sql<Work & { readonly id: string }>`
    select stretch.id,
      coalesce(sum(work.minutes), 0)::bigint as minutes,
      coalesce(sum(work.value_minor) filter (where work.currency = stretch.currency), 0)::bigint as value_minor,
      coalesce(sum(work.minutes) filter (where work.value_minor is null or work.currency <> stretch.currency), 0)::bigint as minutes_without_rate
    from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb)
      as stretch(id uuid, "projectId" uuid, "startsOn" date, "endsOn" date, currency text)
    left join lateral (${workValue(inStretch)}) as work on true
    group by stretch.id`.execute(queries(tx));
  return new Map(rows.map(({ id, ...work }) => [id, work]));
}
