import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { EventRecord } from '../schemas.ts';
import { createEvent } from './create-event.ts';
import { updateEvent } from './update-event.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

function anEvent(fields: object = {}) {
  const times = { startsAt: '2031-05-05T09:00', endsAt: '2031-05-05T11:30' };
  return callAs<EventRecord>(ada, createEvent, { title: 'Workshop', ...times, ...fields });
}

it('changes what is named and leaves the rest, its times too', async () => {
  const before = await anEvent();
  const after = await callAs<EventRecord>(ada, updateEvent, { eventId: before.id, location: 'Attic' });
  expect(after).toEqual({ ...before, location: 'Attic', version: 2, updatedAt: after.updatedAt });
});

it('keeps the length when only the start moves', async () => {
  const { id: eventId } = await anEvent();
  expect(await callAs(ada, updateEvent, { eventId, startsAt: '2031-05-06T13:00' })).toMatchObject({
    startsAt: '2031-05-06T13:00:00+03:00',
    endsAt: '2031-05-06T15:30:00+03:00',
    startsOn: '2031-05-06',
  });
});

it('becomes all-day when it is given a day, and timed again when it is given a time', async () => {
  const { id: eventId } = await anEvent();
  const allDay = await callAs(ada, updateEvent, { eventId, startsOn: '2031-05-07' });
  expect(allDay).toMatchObject({ allDay: true, startsAt: null, startsOn: '2031-05-07', endsOn: '2031-05-07' });
  const timed = await callAs(ada, updateEvent, { eventId, startsAt: '2031-05-07T08:00' });
  expect(timed).toMatchObject({ allDay: false, endsAt: '2031-05-07T09:00:00+03:00' });
});

it('takes a rule on and off, and refuses a move that the rule does not follow', async () => {
  const { id: eventId } = await anEvent({ recurrence: 'FREQ=WEEKLY;BYDAY=MO' });
  const moved = callAs(ada, updateEvent, { eventId, startsAt: '2031-05-06T09:00' });
  await expect(moved).rejects.toMatchObject({ code: 'invalid_input', details: { fields: [{ path: 'recurrence' }] } });
  expect(await callAs(ada, updateEvent, { eventId, clear: ['recurrence'] })).toMatchObject({ recurrence: null });
});

it('answers conflict with the current version when the caller read an older one', async () => {
  const { id: eventId } = await anEvent();
  await callAs(ada, updateEvent, { eventId, title: 'Longer workshop' });
  const stale = callAs(ada, updateEvent, { eventId, title: 'Shorter workshop', expectedVersion: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 2 } });
});
