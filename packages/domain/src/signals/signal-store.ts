import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import type { SignalKind } from './schemas.ts';

/** Of each kind: whether it is on, when it was last looked at, and how many issues of it this transaction sees unresolved. */
export async function signalStates(tx: Tx) {
  const db = queries(tx);
  const signals = await db.selectFrom('signal').select(['kind', 'enabled', 'evaluatedAt']).execute();
  const counts = await db
    .selectFrom('signalIssue')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('count')])
    .where('status', '!=', 'resolved')
    .groupBy('kind')
    .execute();
  return (kind: SignalKind) => {
    const signal = signals.find((row) => row.kind === kind);
    return {
      enabled: signal?.enabled ?? true,
      evaluatedAt: signal?.evaluatedAt ?? null,
      matchCount: counts.find((row) => row.kind === kind)?.count ?? 0,
    };
  };
}

export async function noteEvaluated(tx: Tx, organizationId: string, kind: SignalKind, now: Date): Promise<void> {
  const evaluatedAt = now.toISOString();
  await queries(tx)
    .insertInto('signal')
    .values({ organizationId, kind, evaluatedAt })
    .onConflict((conflict) => conflict.columns(['organizationId', 'kind']).doUpdateSet({ evaluatedAt }))
    .execute();
}
