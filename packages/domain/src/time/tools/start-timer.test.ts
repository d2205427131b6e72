import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { beforeAll, expect, it } from 'vitest';
import type { Task } from '../../tasks/schemas.ts';
import { listTasks } from '../../tasks/tools/list-tasks.ts';
import type { TimeEntry } from '../schemas.ts';
import { startTimer } from './start-timer.ts';
import { stopTimer } from './stop-timer.ts';

const { callAs, database } = useDemoCaller();

const ben = { person: 'ben', organization: 'acme' };
const finn = { person: 'finn', organization: 'acme' };
const ada = { person: 'ada', organization: 'acme' };

// Ben’s runs in the demo data.
beforeAll(() => callAs(ben, stopTimer, {}));

it('needs nothing: it runs for the caller, in-house, from now', async () => {
  const timer = await callAs<TimeEntry>(ben, startTimer, {});
  expect(timer).toMatchObject({ running: true, minutes: null, billable: false, memberName: 'Ben', customerId: null });
  expect(Date.now() - Date.parse(timer.startedAt ?? '')).toBeLessThan(10_000);
  await callAs(ben, stopTimer, {});
});

it('on a task knows the project, the customer, the team and the rate', async () => {
  const { items } = await callAs<{ items: Task[] }>(ben, listTasks, { teamId: fixedId('team', 'acme', 'Design') });
  const timer = await callAs<TimeEntry>(ben, startTimer, { taskId: items[0]?.id });
  expect(timer).toMatchObject({ projectId: items[0]?.projectId, teamId: fixedId('team', 'acme', 'Design') });
  expect(timer.rateMinor).toBeGreaterThan(0);
  expect(timer.billable).toBe(timer.customerId !== null);
  await callAs(ben, stopTimer, {});
});

it('runs once for a person, also when ten calls start it at once, and the others name the one that runs', async () => {
  const calls = await Promise.allSettled(Array.from({ length: 10 }, () => callAs<TimeEntry>(finn, startTimer, {})));
  const started = calls.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []));
  const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason as unknown] : []));
  expect(started.length).toBe(1);
  for (const reason of refused) {
    expect(reason).toMatchObject({ code: 'conflict', details: { timeEntryId: started[0]?.id } });
  }
  await callAs(finn, stopTimer, {});
});

it('twice is refused by the database too, whatever writes it', async () => {
  await callAs(finn, startTimer, {});
  const second = withQueries(database.owner, (db) =>
    db
      .insertInto('timeEntry')
      .values({
        organizationId: fixedId('organization', 'acme'),
        id: fixedId('second'),
        memberId: fixedId('user', 'finn'),
        workedOn: '2026-01-01',
        startedAt: '2026-01-01T08:00:00Z',
        billable: false,
        currency: 'EUR',
      })
      .execute(),
  );
  await expect(second).rejects.toMatchObject({ constraint: 'time_entry_one_running_for_each_member' });
  await callAs(finn, stopTimer, {});
});

it('is for oneself: only an admin starts somebody else’s', async () => {
  await expect(callAs(ben, startTimer, { memberId: fixedId('user', 'finn') })).rejects.toMatchObject({
    code: 'role_forbids',
  });
  const timer = await callAs<TimeEntry>(ada, startTimer, { memberId: fixedId('user', 'finn') });
  expect(timer.memberName).toBe('Finn');
  await callAs(ada, stopTimer, { memberId: fixedId('user', 'finn') });
});

it('answers alike for a task of another team and one that never was', async () => {
  const { items } = await callAs<{ items: Task[] }>(ada, listTasks, { teamId: fixedId('team', 'acme', 'Engineering') });
  const inDesign = { ...ada, team: 'Design' };
  const refusals = [items[0]?.id, fixedId('nothing')].map((taskId) =>
    callAs(inDesign, startTimer, { taskId }).catch((error: unknown) => error),
  );
  const [foreign, missing] = await Promise.all(refusals);
  expect(foreign).toMatchObject({ code: 'not_found' });
  expect(foreign).toEqual(missing);
});
