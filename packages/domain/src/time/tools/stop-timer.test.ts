import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { beforeAll, expect, it } from 'vitest';
import { clockAt } from '../../zone-clock.ts';
import type { TimeEntry } from '../schemas.ts';
import { startTimer } from './start-timer.ts';
import { stopTimer } from './stop-timer.ts';

const { callAs, database } = useDemoCaller();

const ben = { person: 'ben', organization: 'acme' };

/** Starts a timer that has run for so long. */
async function startedBefore(minutes: number): Promise<TimeEntry> {
  const timer = await callAs<TimeEntry>(ben, startTimer, { description: 'Before' });
  const startedAt = new Date(Date.now() - minutes * 60_000).toISOString();
  await withQueries(database.owner, (db) =>
    db.updateTable('timeEntry').set({ startedAt }).where('id', '=', timer.id).execute(),
  );
  return timer;
}

// Ben’s runs in the demo data.
beforeAll(() => callAs(ben, stopTimer, {}));

it('keeps the minutes, to the nearest', async () => {
  const { id } = await startedBefore(90);
  expect(await callAs(ben, stopTimer, {})).toMatchObject({ id, running: false, minutes: 90, description: 'Before' });
  await expect(callAs(ben, stopTimer, {})).rejects.toMatchObject({ code: 'conflict' });
});

it('stops once when two calls stop it at once', async () => {
  await startedBefore(10);
  const calls = await Promise.allSettled([callAs(ben, stopTimer, {}), callAs(ben, stopTimer, {})]);
  expect(calls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('of a forgotten timer asks when the work ended', async () => {
  await startedBefore(26 * 60);
  await expect(callAs(ben, stopTimer, {})).rejects.toMatchObject({ code: 'conflict' });
  const future = new Date(Date.now() + 60_000).toISOString();
  await expect(callAs(ben, stopTimer, { endedAt: future })).rejects.toMatchObject({ code: 'invalid_input' });
  const endedAt = new Date(Date.now() - 25 * 3_600_000).toISOString();
  expect(await callAs(ben, stopTimer, { endedAt, description: 'After' })).toMatchObject({
    minutes: 60,
    description: 'After',
  });
});

it('takes the end as every other time is taken: on the clock where the organization is, in words, with any offset', async () => {
  // The demo organization is in Helsinki.
  const clock = (minutesAgo: number) =>
    clockAt(new Date(Date.now() - minutesAgo * 60_000), 'Europe/Helsinki').slice(0, 16);
  await startedBefore(120);
  expect(await callAs(ben, stopTimer, { endedAt: clock(30) })).toMatchObject({ minutes: expect.closeTo(90, -0.5) });
  await startedBefore(120);
  await expect(callAs(ben, stopTimer, { endedAt: clock(-180) })).rejects.toThrow(/still to come; it is 20\d\d-/);
  expect(await callAs(ben, stopTimer, { endedAt: 'now' })).toMatchObject({ minutes: 120 });
});

it('of somebody else is an admin’s to do', async () => {
  await expect(callAs(ben, stopTimer, { memberId: fixedId('user', 'ada') })).rejects.toMatchObject({
    code: 'role_forbids',
  });
});
