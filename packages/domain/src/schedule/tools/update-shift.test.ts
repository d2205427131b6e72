import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Shift } from '../schemas.ts';
import { createShift } from './create-shift.ts';
import { updateShift } from './update-shift.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const ben = fixedId('user', 'ben');

function aShift(from: string, to: string, fields: object = {}) {
  return callAs<Shift>(ada, createShift, { title: 'Support line', startsAt: from, endsAt: to, ...fields });
}

it('changes what is named and leaves the rest', async () => {
  const before = await aShift('2031-03-03T08:00', '2031-03-03T12:00');
  const after = await callAs<Shift>(ada, updateShift, { shiftId: before.id, note: 'Bring the phone.' });
  expect(after).toEqual({ ...before, note: 'Bring the phone.', version: 2, updatedAt: after.updatedAt });
});

it('is not moved onto another shift of its member', async () => {
  const first = await aShift('2031-03-04T08:00', '2031-03-04T12:00', { assigneeId: ben });
  const second = await aShift('2031-03-04T13:00', '2031-03-04T15:00', { assigneeId: ben });
  await expect(callAs(ada, updateShift, { shiftId: second.id, startsAt: '2031-03-04T11:00' })).rejects.toMatchObject({
    code: 'conflict',
    details: { shiftId: first.id },
  });
  expect(await callAs(ada, updateShift, { shiftId: second.id, startsAt: '2031-03-04T12:00' })).toMatchObject({
    startsAt: '2031-03-04T12:00:00+02:00',
    endsAt: '2031-03-04T15:00:00+02:00',
  });
});

it('does not go to a team its member is not in', async () => {
  const shift = await aShift('2031-03-05T08:00', '2031-03-05T12:00', { assigneeId: ben });
  const call = callAs(ada, updateShift, { shiftId: shift.id, teamId: fixedId('team', 'acme', 'Engineering') });
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', details: { fields: [{ path: 'teamId' }] } });
});

it('answers conflict with the current version when the caller read an older one', async () => {
  const { id: shiftId } = await aShift('2031-03-06T08:00', '2031-03-06T12:00');
  await callAs(ada, updateShift, { shiftId, title: 'Phones' });
  const stale = callAs(ada, updateShift, { shiftId, title: 'Mail', expectedVersion: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 2 } });
});
