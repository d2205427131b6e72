import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

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

/** What was worked in each stretch, billable or not, as this transaction sees it. Running timers are not over and do not count. */
export async function workIn(tx: Tx, stretches: readonly WorkStretch[]): Promise<ReadonlyMap<string, Work>> {
  const { rows } = await sql<Work & { readonly id: string }>`
    select stretch.id,
      coalesce(sum(entry.minutes), 0) as minutes,
      coalesce(round(sum(entry.minutes * entry.rate_minor) filter (where entry.currency = stretch.currency) / 60.0), 0)::bigint as value_minor,
      coalesce(sum(entry.minutes) filter (where entry.rate_minor is null or entry.currency <> stretch.currency), 0) as minutes_without_rate
    from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb)
      as stretch(id uuid, "projectId" uuid, "startsOn" date, "endsOn" date, currency text)
    left join time_entry as entry on entry.project_id = stretch."projectId" and entry.minutes is not null
      and entry.worked_on between coalesce(stretch."startsOn", '-infinity') and coalesce(stretch."endsOn", 'infinity')
    group by stretch.id`.execute(queries(tx));
  return new Map(rows.map(({ id, ...work }) => [id, work]));
}
