import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { organizationToday } from '../directory/index.ts';
import { FINDERS } from './finding.ts';
import { keepIssues } from './issue-store.ts';
import { SignalKind } from './schemas.ts';
import { noteEvaluated, signalStates } from './signal-store.ts';

/**
 * One look at everything an organization watches for. Repeating it changes nothing while the records stay the same; two at once wait
 * for each other at the issues they share. Must run for the whole organization: from inside one team the others' causes look gone.
 */
export async function evaluateSignals(
  ctx: Pick<RequestContext, 'organization' | 'now'>,
  tx: Tx,
): Promise<{ opened: number; resolved: number }> {
  const { organization, now } = ctx;
  const moment = { now, today: await organizationToday(ctx, tx) };
  const stateOf = await signalStates(tx);
  const sum = { opened: 0, resolved: 0 };
  for (const kind of SignalKind.options) {
    const findings = stateOf(kind).enabled ? await FINDERS[kind](tx, moment) : [];
    const { opened, resolved } = await keepIssues(tx, organization.id, kind, findings, now);
    await noteEvaluated(tx, organization.id, kind, now);
    sum.opened += opened;
    sum.resolved += resolved;
  }
  return sum;
}
