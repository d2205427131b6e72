import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { TimeEntry } from '../schemas.ts';
import { listTimeEntries } from './list-time-entries.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

async function everyEntry(caller: Parameters<CallAs>[0], filter: object = {}): Promise<TimeEntry[]> {
  const items: TimeEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: TimeEntry[]; nextCursor: string | null } = await callAs(caller, listTimeEntries, {
      ...filter,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

it.each(['acme', 'globex', 'initech'])('has hours of %s of every kind', async (organization) => {
  const all = await everyEntry({ person: 'ada', organization });
  expect(all.length).toBeGreaterThanOrEqual(400);
  expect(all.filter(({ running }) => running).length).toBe(1);
  expect(all.filter(({ invoiceId }) => invoiceId).length).toBeGreaterThan(50);
  expect(all.filter(({ billable }) => !billable).length).toBeGreaterThan(10);
  const monthAgo = new Date(Date.now() - 31 * 86_400_000).toISOString();
  const late = all.filter(({ billable, invoiceId, workedOn }) => billable && !invoiceId && workedOn < monthAgo);
  expect(late.length).toBeGreaterThan(10);
});

it('chooses by what is billed, person, project and day, as each entry tells its own', async () => {
  const all = await everyEntry(ada);
  const some = all.find(({ invoiceId, projectId }) => invoiceId && projectId);
  expect(await everyEntry(ada, { invoiced: false, billable: true })).toEqual(
    all.filter(({ invoiceId, billable }) => !invoiceId && billable),
  );
  expect(await everyEntry(ada, { invoiced: true })).toEqual(all.filter(({ invoiceId }) => invoiceId));
  expect(await everyEntry(ada, { memberId: some?.memberId })).toEqual(
    all.filter(({ memberId }) => memberId === some?.memberId),
  );
  expect(await everyEntry(ada, { projectId: some?.projectId })).toEqual(
    all.filter(({ projectId }) => projectId === some?.projectId),
  );
  expect(await everyEntry(ada, { from: some?.workedOn, to: some?.workedOn })).toEqual(
    all.filter(({ workedOn }) => workedOn === some?.workedOn),
  );
});

it('shows a connection narrowed to a team only that team’s hours', async () => {
  const mine = await everyEntry({ ...ada, team: 'Design' });
  expect(mine.length).toBeGreaterThan(0);
  expect(new Set(mine.map(({ teamId }) => teamId))).toEqual(new Set([fixedId('team', 'acme', 'Design')]));
});
