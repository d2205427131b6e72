import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { EventRecord } from '../schemas.ts';
import { createEvent } from './create-event.ts';
import { listEvents } from './list-events.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const timeZone = 'Europe/Helsinki';

async function list(filter: object, caller: { person: string; organization: string; team?: string } = ada) {
  return callAs<{ items: EventRecord[]; nextCursor: string | null }>(caller, listEvents, { limit: 200, ...filter });
}

it('without a range gives every event once, a series as one', async () => {
  const { items } = await list({});
  expect(items.length).toBeGreaterThanOrEqual(40);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  expect(items.some(({ recurrence }) => recurrence !== null)).toBe(true);
  expect(items.some(({ allDay }) => allDay)).toBe(true);
});

it('with a range gives each repetition by itself, by start', async () => {
  await callAs(ada, createEvent, {
    title: 'Choir',
    startsAt: '2031-03-26T18:00',
    timeZone,
    recurrence: 'FREQ=WEEKLY;COUNT=4',
  });
  await callAs(ada, createEvent, { title: 'Choir trip', startsOn: '2031-04-01', endsOn: '2031-04-03' });
  const { items } = await list({ from: '2031-03-01', to: '2031-04-10', text: 'choir' });
  expect(items.map(({ title, startsAt, startsOn }) => [title, startsAt ?? startsOn])).toEqual([
    ['Choir', '2031-03-26T18:00:00+02:00'],
    ['Choir trip', '2031-04-01'],
    ['Choir', '2031-04-02T18:00:00+03:00'],
    ['Choir', '2031-04-09T18:00:00+03:00'],
  ]);
});

it('finds events that only touch the range', async () => {
  await callAs(ada, createEvent, { title: 'Regatta', startsOn: '2032-06-28', endsOn: '2032-07-02' });
  for (const range of ['2032-06', '2032-07', '2032-Q3', '2032']) {
    expect((await list({ range, text: 'regatta' })).items).toHaveLength(1);
  }
  expect((await list({ range: '2032-05', text: 'regatta' })).items).toEqual([]);
});

it('pages through a crowded range without losing or repeating an occurrence', async () => {
  const inPagesOf = async (limit: number): Promise<EventRecord[]> => {
    const paged: EventRecord[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        from: '2032-01-01',
        to: '2032-02-15',
        limit,
        ...(cursor === null ? {} : { cursor }),
      });
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return paged;
  };
  // A page of many rows ends by its size, so the whole is read in pages too.
  const whole = await inPagesOf(200);
  expect(whole.length).toBeGreaterThan(40);
  expect(new Set(whole.map(({ id, startsOn }) => `${id} ${startsOn}`)).size).toBe(whole.length);
  expect(await inPagesOf(7)).toEqual(whole);
});

it.each([
  ['longer than a year', { from: '2030-01-01', to: '2031-06-01' }, 'range'],
  ['that ends before it starts', { from: '2030-02-01', to: '2030-01-01' }, 'to'],
])('refuses a range %s', async (_what, filter, path) => {
  await expect(list(filter)).rejects.toMatchObject({ code: 'invalid_input', details: { fields: [{ path }] } });
});

it('narrowed to a team sees that team’s calendar only', async () => {
  const { items } = await list({ range: 'this_month' }, { ...ada, team: 'Design' });
  expect(items.length).toBeGreaterThan(0);
  expect(new Set(items.map(({ teamId }) => teamId))).toEqual(new Set([fixedId('team', 'acme', 'Design')]));
});

it('does not stumble over series that have ended, however many there were over the years', async () => {
  await database.owner.query(
    `insert into event (organization_id, id, title, starts_on, ends_on, time_zone, recurrence)
     select $1, gen_random_uuid(), 'Standup', '2033-01-03', '2033-01-04', 'Europe/Helsinki', 'FREQ=DAILY;UNTIL=20330131'
     from generate_series(1, 501)`,
    [fixedId('organization', 'acme')],
  );
  expect(await list({ range: '2033-03' })).toMatchObject({ items: expect.any(Array) });
  // The last of them end on this day.
  await expect(list({ from: '2033-02-01', to: '2033-02-01' })).rejects.toThrow('too many repeating events');
});
