import type { Tx } from '@countersign/contracts/request-context';
import { FINDERS } from './finding.ts';
import { keepIssues } from './issue-store.ts';
import { SignalKind } from './schemas.ts';
import { noteEvaluated, signalStates } from './signal-store.ts';

/**
 * One look at everything an organization watches for. Repeating it changes nothing while the records stay the same; two at once wait
 * for each other at the issues they share. Must run for the whole organization: from inside one team the others' causes look gone.
 */
export async function evaluateSignals(
  tx: Tx,
  organizationId: string,
  now: Date,
): Promise<{ opened: number; resolved: number }> {
  const stateOf = await signalStates(tx);
  const sum = { opened: 0, resolved: 0 };
  for (const kind of SignalKind.options) {
    const findings = stateOf(kind).enabled ? await FINDERS[kind](tx, now) : [];
    const { opened, resolved } = await keepIssues(tx, organizationId, kind, findings, now);
    await noteEvaluated(tx, organizationId, kind, now);
    sum.opened += opened;
    sum.resolved += resolved;
  }
  return sum;
}
