import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

interface Shift {
  readonly id: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly assigneeName: string | null;
}

/** A Monday far enough away that the demo has planned nothing yet. */
const MONDAY = '2031-03-03';
const dayOf = (day: number) => new Date(Date.parse(`${MONDAY}T00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);

it('a week of shifts is planned, staffed and moved, and nobody works twice at once', async () => {
  const client = await connect('SDK v1', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  const { items: members } = await client.answer<{ items: { id: string; name: string }[] }>('list_members');
  const idOf = (name: string) => members.find((member) => member.name === name)?.id;

  for (let day = 0; day < 5; day += 1) {
    for (const [title, from, to] of [
      ['Early', '08:00', '14:00'],
      ['Late', '14:00', '20:00'],
    ]) {
      await client.answer('create_shift', {
        title,
        startsAt: `${dayOf(day)}T${from}`,
        endsAt: `${dayOf(day)}T${to}`,
        timeZone: 'Europe/Helsinki',
      });
    }
  }
  const week = async (filter: Record<string, unknown> = {}) =>
    (await client.answer<{ items: Shift[] }>('list_shifts', { from: MONDAY, to: dayOf(6), ...filter })).items;
  const open = await week({ open: true });
  expect(open.map(({ title }) => title)).toEqual(
    Array.from({ length: 10 }, (_, place) => (place % 2 ? 'Late' : 'Early')),
  );

  for (const [place, { id }] of open.entries()) {
    await client.answer('assign_shift', { shiftId: id, assigneeId: idOf(place % 2 ? 'Finn' : 'Ben') });
  }
  expect(await week({ open: true })).toEqual([]);
  expect((await week({ assigneeId: idOf('Ben') })).map(({ title }) => title)).toEqual(Array(5).fill('Early'));

  const [monday, mondayLate] = await week();
  const moved = await client.call('update_shift', { shiftId: mondayLate?.id, startsAt: `${MONDAY}T13:00` });
  expect(moved.isError).toBeFalsy();
  const refused = await client.call('assign_shift', { shiftId: mondayLate?.id, assigneeId: idOf('Ben') });
  expect(refused).toMatchObject({ isError: true });
  expect(refused.content[0]?.text).toMatch(/^conflict: /);
  expect(JSON.stringify(refused)).toContain(monday?.id);
  await client.close();
});
