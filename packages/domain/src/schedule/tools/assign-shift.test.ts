import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Shift } from '../schemas.ts';
import { assignShift } from './assign-shift.ts';
import { createShift } from './create-shift.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const ben = fixedId('user', 'ben');

function aShift(day: string, fields: object = {}) {
  const times = { startsAt: `${day}T08:00`, endsAt: `${day}T12:00` };
  return callAs<Shift>(ada, createShift, { title: 'Print room', ...times, ...fields });
}

it('gives a shift to a member and opens it again', async () => {
  const { id: shiftId } = await aShift('2031-04-01');
  expect(await callAs(ada, assignShift, { shiftId, assigneeId: ben })).toMatchObject({ assigneeName: 'Ben' });
  expect(await callAs(ada, assignShift, { shiftId, assigneeId: ben })).toMatchObject({ assigneeName: 'Ben' });
  expect(await callAs(ada, assignShift, { shiftId, clear: ['assigneeId'] })).toMatchObject({ assigneeId: null });
});

it('refuses a member who works another shift then, naming it', async () => {
  const first = await aShift('2031-04-02', { assigneeId: ben });
  const { id: shiftId } = await aShift('2031-04-02');
  await expect(callAs(ada, assignShift, { shiftId, assigneeId: ben })).rejects.toMatchObject({
    code: 'conflict',
    details: { shiftId: first.id },
  });
});

it('refuses a member outside the shift’s team, and one of another organization', async () => {
  const { id: shiftId } = await aShift('2031-04-03', { teamId: fixedId('team', 'acme', 'Engineering') });
  const outside = callAs(ada, assignShift, { shiftId, assigneeId: ben });
  await expect(outside).rejects.toMatchObject({ code: 'invalid_input' });
  const foreign = callAs(ada, assignShift, { shiftId, assigneeId: fixedId('user', 'dana') });
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
});
