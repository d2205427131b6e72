import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { createEvent } from './create-event.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('lasts an hour in the organization’s own zone unless said otherwise', async () => {
  expect(await callAs(ada, createEvent, { title: 'Call', startsAt: '2031-07-01T10:00' })).toMatchObject({
    startsAt: '2031-07-01T10:00:00+03:00',
    endsAt: '2031-07-01T11:00:00+03:00',
    startsOn: '2031-07-01',
    timeZone: 'Europe/Helsinki',
    allDay: false,
    teamId: null,
  });
});

it('keeps the instant of a time that carries an offset, and shows it in the event’s zone', async () => {
  const input = { title: 'Call', startsAt: '2031-07-01T22:30:00Z', timeZone: 'Asia/Tokyo' };
  expect(await callAs(ada, createEvent, input)).toMatchObject({
    startsAt: '2031-07-02T07:30:00+09:00',
    startsOn: '2031-07-02',
  });
});

it('is all-day when it is given days, and then has no times', async () => {
  expect(await callAs(ada, createEvent, { title: 'Holiday', startsOn: '2031-12-06' })).toMatchObject({
    allDay: true,
    startsOn: '2031-12-06',
    endsOn: '2031-12-06',
    startsAt: null,
    endsAt: null,
  });
});

it('repeats by a rule, kept in one spelling', async () => {
  const event = await callAs<{ nextOccurrences: unknown[] }>(ada, createEvent, {
    title: 'Sauna',
    startsAt: '2020-01-03T16:00',
    recurrence: 'RRULE:freq=monthly;byday=1fr',
  });
  expect(event).toMatchObject({ recurrence: 'FREQ=MONTHLY;BYDAY=1FR' });
  expect(event.nextOccurrences).toHaveLength(5);
});

it('goes into the calendar of its project’s team, or of the connection’s', async () => {
  const projectId = fixedId('project', 'acme', 'Booking engine');
  const engineering = await callAs(ada, createEvent, { title: 'Demo', startsOn: '2031-01-02', projectId });
  expect(engineering).toMatchObject({ teamName: 'Engineering', projectName: 'Booking engine' });
  const design = await callAs({ ...ada, team: 'Design' }, createEvent, { title: 'Demo', startsOn: '2031-01-02' });
  expect(design).toMatchObject({ teamName: 'Design' });
});

it.each([
  ['no time at all', {}],
  ['days and times', { startsAt: '2031-01-01T10:00', startsOn: '2031-01-01' }],
  ['an end before the start', { startsAt: '2031-01-01T10:00', endsAt: '2031-01-01T09:00' }],
  ['a zone nobody lives in', { startsAt: '2031-01-01T10:00', timeZone: 'Mars/Base' }],
  ['a rule by the second', { startsAt: '2031-01-01T10:00', recurrence: 'FREQ=SECONDLY' }],
  ['a rule counted to a billion', { startsAt: '2031-01-01T10:00', recurrence: 'FREQ=DAILY;COUNT=1000000000' }],
  ['a rule that skips its own start', { startsAt: '2031-01-01T10:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }],
  ['a year out of reach', { startsOn: '9999-01-01' }],
])('refuses %s', async (_what, wrong) => {
  await expect(callAs(ada, createEvent, { title: 'Refused', ...wrong })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

it('answers not_found for a team or project that is not there', async () => {
  for (const wrong of [{ teamId: newId() }, { projectId: newId() }]) {
    const call = callAs(ada, createEvent, { title: 'Refused', startsOn: '2031-01-01', ...wrong });
    await expect(call).rejects.toMatchObject({ code: 'not_found' });
  }
});
