import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Shift } from '../schemas.ts';
import { createShift } from './create-shift.ts';
import { listShifts } from './list-shifts.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

async function list(filter: object, caller: { person: string; organization: string; team?: string } = ada) {
  const { items } = await callAs<{ items: Shift[] }>(caller, listShifts, { limit: 200, ...filter });
  return items;
}

it('gives shifts by start, filtered by member, team and whether they are open', async () => {
  const shifts = await list({});
  expect(shifts.length).toBeGreaterThanOrEqual(30);
  const design = fixedId('team', 'acme', 'Design');
  const ben = fixedId('user', 'ben');
  for (const [filter, holds] of [
    [{ assigneeId: ben }, (shift: Shift) => shift.assigneeId === ben],
    [{ open: true }, (shift: Shift) => shift.assigneeId === null],
    [{ open: false }, (shift: Shift) => shift.assigneeId !== null],
    [{ teamId: design }, (shift: Shift) => shift.teamId === design],
  ] as const) {
    const expected = shifts.filter(holds);
    expect(expected.length).toBeGreaterThan(0);
    expect(await list(filter)).toEqual(expected);
  }
});

it('counts days by the organization’s clock, and finds a night shift on both of its days', async () => {
  await callAs(ada, createShift, { title: 'Night', startsAt: '2031-02-01T22:00', endsAt: '2031-02-02T06:00' });
  for (const [day, count] of [
    ['2031-01-31', 0],
    ['2031-02-01', 1],
    ['2031-02-02', 1],
    ['2031-02-03', 0],
  ] as const) {
    expect(await list({ from: day, to: day })).toHaveLength(count);
  }
});

it('finds this week’s shifts', async () => {
  expect(await list({ range: 'this_week' })).toHaveLength(8);
});
