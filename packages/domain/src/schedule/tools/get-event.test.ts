import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getEvent } from './get-event.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('gives an event with its rule and its next five occurrences', async () => {
  const eventId = fixedId('event', 'acme', 'Weekly planning', '');
  const event = await callAs<{ nextOccurrences: { startsOn: string }[] }>(ada, getEvent, { eventId });
  expect(event).toMatchObject({ title: 'Weekly planning', recurrence: 'FREQ=WEEKLY;BYDAY=MO', allDay: false });
  const days = event.nextOccurrences.map(({ startsOn }) => startsOn);
  expect(days).toHaveLength(5);
  expect(days.every((day) => new Date(day).getUTCDay() === 1)).toBe(true);
});

it('answers not_found outside the team and outside the organization', async () => {
  const eventId = fixedId('event', 'acme', 'Stand-up', 'Engineering');
  for (const caller of [{ organization: 'acme', team: 'Design' }, { organization: 'initech' }]) {
    await expect(callAs({ person: 'ada', ...caller }, getEvent, { eventId })).rejects.toMatchObject({
      code: 'not_found',
    });
  }
});
