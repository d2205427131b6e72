import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Task } from '../../tasks/schemas.ts';
import { listTasks } from '../../tasks/tools/list-tasks.ts';
import type { TimeEntry } from '../schemas.ts';
import { listTimeEntries } from './list-time-entries.ts';
import { logTime } from './log-time.ts';
import { updateTimeEntry } from './update-time-entry.ts';

const { callAs, database } = useDemoCaller();

const ben = { person: 'ben', organization: 'acme' };
const ada = { person: 'ada', organization: 'acme' };
const customerId = fixedId('customer', 'acme', 0);
const ofProject = fixedId('project', 'acme', 'Brewery labels, winter range');

it('changes what is named and leaves the rest', async () => {
  const { id } = await callAs<TimeEntry>(ben, logTime, { minutes: 30, customerId, description: 'Call' });
  expect(await callAs(ben, updateTimeEntry, { timeEntryId: id, minutes: 45, expectedVersion: 1 })).toMatchObject({
    minutes: 45,
    customerId,
    description: 'Call',
    rateMinor: 9800,
    version: 2,
  });
  const projectId = fixedId('project', 'acme', 'Brewery labels, winter range');
  expect(await callAs(ben, updateTimeEntry, { timeEntryId: id, projectId })).toMatchObject({
    projectId,
    teamId: fixedId('team', 'acme', 'Design'),
    rateMinor: 9800,
    minutes: 45,
  });
  await expect(callAs(ben, updateTimeEntry, { timeEntryId: id, expectedVersion: 1, minutes: 1 })).rejects.toMatchObject(
    { code: 'conflict', details: { currentVersion: 3 } },
  );
});

it('placed on a task stays as billable as it was, at its own rate', async () => {
  const { items } = await callAs<{ items: Task[] }>(ada, listTasks, { projectId: ofProject });
  const [task, other] = items;
  const entry = await callAs<TimeEntry>(ada, logTime, { minutes: 30, customerId, billable: false, rateMinor: 4200 });
  const placed = await callAs<TimeEntry>(ada, updateTimeEntry, { timeEntryId: entry.id, taskId: task?.id });
  expect(placed).toMatchObject({ taskId: task?.id, projectId: ofProject, billable: false, rateMinor: 4200 });
  const moved = await callAs<TimeEntry>(ada, updateTimeEntry, { timeEntryId: entry.id, taskId: other?.id });
  expect(moved).toMatchObject({ taskId: other?.id, billable: false, rateMinor: 4200, minutes: 30 });
});

it('keeps its task when its own project is named, and loses it with another', async () => {
  const { items } = await callAs<{ items: Task[] }>(ada, listTasks, { projectId: ofProject });
  const entry = await callAs<TimeEntry>(ada, logTime, { minutes: 30, taskId: items[0]?.id });
  const same = await callAs<TimeEntry>(ada, updateTimeEntry, { timeEntryId: entry.id, projectId: ofProject });
  expect(same).toMatchObject({ taskId: items[0]?.id, projectId: ofProject });
  const projectId = fixedId('project', 'acme', 'Trade fair stand');
  const moved = await callAs<TimeEntry>(ada, updateTimeEntry, { timeEntryId: entry.id, projectId });
  expect(moved).toMatchObject({ taskId: null, projectId, rateMinor: entry.rateMinor, billable: entry.billable });
});

it('of somebody else is an admin’s to do', async () => {
  const mine = await callAs<TimeEntry>(ada, logTime, { minutes: 30 });
  await expect(callAs(ben, updateTimeEntry, { timeEntryId: mine.id, minutes: 1 })).rejects.toMatchObject({
    code: 'role_forbids',
  });
  const bens = await callAs<TimeEntry>(ben, logTime, { minutes: 30 });
  expect(await callAs(ada, updateTimeEntry, { timeEntryId: bens.id, minutes: 1 })).toMatchObject({ minutes: 1 });
});

it('is refused once it is invoiced, by the tool and by the database, whatever statement asks', async () => {
  const { items } = await callAs<{ items: TimeEntry[] }>(ada, listTimeEntries, { invoiced: true });
  const [entry] = items;
  await expect(callAs(ada, updateTimeEntry, { timeEntryId: entry?.id, minutes: 1 })).rejects.toMatchObject({
    code: 'conflict',
    details: { invoiceId: entry?.invoiceId },
  });
  const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
  for (const change of ['minutes = 1', 'rate_minor = 1', 'invoice_line_id = null', `description = 'x'`]) {
    const statement = sql`update time_entry set ${sql.raw(change)} where id = ${entry?.id}`;
    await expect(inOrg(database.tools, acme, (tx) => statement.execute(queries(tx)))).rejects.toMatchObject({
      constraint: 'invoiced_time_is_frozen',
    });
  }
});
