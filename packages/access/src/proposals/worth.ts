import type { Effect } from '@countersign/contracts/define-tool';
import type { DeedChange } from '@countersign/contracts/oversight/deed';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

type Amount = NonNullable<DeedChange['amount']>;

/** What a deed is worth: the greatest amount of what it made, else of what it changed. Null where it is about no money. */
export function worthOf(changes: readonly DeedChange[]): Amount | null {
  const amounts = (of: readonly DeedChange[]) => of.flatMap(({ amount, aside }) => (amount && !aside ? [amount] : []));
  const made = amounts(changes.filter(({ happened }) => happened === 'created'));
  const all = made.length > 0 ? made : amounts(changes);
  return all.toSorted((a, b) => Math.abs(b.minor) - Math.abs(a.minor))[0] ?? null;
}

/** What the caller's deeds of this module and effect were worth today, by UTC, in one currency: amounts are not split to stay below a rule. */
export async function worthToday(
  tx: Tx,
  { principalId, module, effect, currency }: { principalId: string; module: string; effect: Effect; currency: string },
): Promise<number> {
  const { rows } = await sql<{ minor: number | null }>`
    select sum(worth)::bigint as minor from (
      select coalesce(max(abs(c.amount_minor)) filter (where c.happened = 'created'), max(abs(c.amount_minor))) as worth
      from deed d
      join deed_change c on c.organization_id = d.organization_id and c.deed_id = d.id
      join deed_kind k on k.kind = c.record_kind and not k.aside
      where d.organization_id = current_organization() and d.at >= date_trunc('day', now(), 'UTC')
        and (d.connection_id = ${principalId}::uuid or d.api_key_id = ${principalId}::uuid)
        and d.module = ${module} and d.effect = ${effect} and d.proposal_id is null and c.currency = ${currency}
      group by d.id
    ) as deeds`.execute(queries(tx));
  return rows[0]?.minor ?? 0;
}
