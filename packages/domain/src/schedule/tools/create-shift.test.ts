import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Shift } from '../schemas.ts';
import { createShift } from './create-shift.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const ben = fixedId('user', 'ben');

function aShift(day: string, from: string, to: string, fields: object = {}) {
  const times = { startsAt: `${day}T${from}`, endsAt: `${day}T${to}` };
  return callAs<Shift>(ada, createShift, { title: 'Front desk', ...times, ...fields });
}

it('is open unless somebody is named, and goes by the organization’s clock', async () => {
  expect(await aShift('2031-02-03', '08:00', '12:00')).toMatchObject({
    assigneeId: null,
    startsAt: '2031-02-03T08:00:00+02:00',
    timeZone: 'Europe/Helsinki',
  });
});

it('does not overlap another shift of the same member, and the conflict names that shift', async () => {
  const first = await aShift('2031-02-04', '08:00', '12:00', { assigneeId: ben });
  await expect(aShift('2031-02-04', '11:00', '13:00', { assigneeId: ben })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(first.id),
    details: { shiftId: first.id },
  });
});

it('may follow another without a gap, and open shifts may overlap', async () => {
  await aShift('2031-02-05', '08:00', '12:00', { assigneeId: ben });
  await expect(aShift('2031-02-05', '12:00', '16:00', { assigneeId: ben })).resolves.toBeTruthy();
  await expect(aShift('2031-02-05', '09:00', '17:00')).resolves.toBeTruthy();
});

it('cannot overlap when two callers create at the same moment either', async () => {
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4].map(() => aShift('2031-02-06', '08:00', '12:00', { assigneeId: ben })),
  );
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(refusals).toHaveLength(3);
  for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'conflict' });
});

it('says nothing of a shift that the connection cannot see, but does not overlap it', async () => {
  const hidden = await aShift('2031-02-07', '08:00', '12:00', {
    assigneeId: fixedId('user', 'ada'),
    teamId: fixedId('team', 'acme', 'Engineering'),
  });
  const call = callAs({ ...ada, team: 'Design' }, createShift, {
    title: 'Front desk',
    startsAt: '2031-02-07T10:00',
    endsAt: '2031-02-07T11:00',
    assigneeId: fixedId('user', 'ada'),
  });
  await expect(call).rejects.toMatchObject({ code: 'conflict', message: expect.not.stringContaining(hidden.id) });
});

it('is refused backwards, too long, or for a member outside its team', async () => {
  const team = { teamId: fixedId('team', 'acme', 'Engineering'), assigneeId: ben };
  const day = '2031-02-08';
  for (const shift of [
    () => aShift(day, '12:00', '08:00'),
    () => aShift(day, '12:00', '12:00'),
    () => aShift(day, '08:00', '08:00', { endsAt: '2031-02-11T08:00' }),
    () => aShift(day, '08:00', '12:00', team),
  ]) {
    await expect(shift()).rejects.toMatchObject({ code: 'invalid_input' });
  }
});
