import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Issue, Signal } from '../schemas.ts';
import { SignalKind } from '../schemas.ts';
import { listIssues } from './list-issues.ts';
import { listSignals } from './list-signals.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const list = async (caller: { person: string; organization: string; team?: string }) =>
  (await callAs<{ items: Signal[] }>(caller, listSignals, {})).items;

it('tells of every rule how much it found', async () => {
  const signals = await list(ada);
  expect(signals.map(({ kind }) => kind)).toEqual(SignalKind.options.toSorted());
  for (const { kind, matchCount, enabled, evaluatedAt } of signals) {
    const { items } = await callAs<{ items: Issue[] }>(ada, listIssues, {
      kind: [kind],
      status: ['open', 'acknowledged', 'dismissed'],
      limit: 200,
    });
    expect(items.length).toBe(matchCount);
    expect({ enabled, evaluatedAt }).toEqual({ enabled: true, evaluatedAt: expect.any(String) });
  }
});

it('counts for a team only what is the team’s', async () => {
  const whole = await list(ada);
  const design = await list({ ...ada, team: 'Design' });
  const tasks = (signals: Signal[]) => signals.find(({ kind }) => kind === 'task_overdue')?.matchCount ?? 0;
  expect(tasks(design)).toBeGreaterThan(0);
  expect(tasks(design)).toBeLessThan(tasks(whole));
});
