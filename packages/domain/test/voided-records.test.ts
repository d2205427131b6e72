import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { describe, expect, it } from 'vitest';
import { createBudget } from '../src/billing/tools/create-budget.ts';
import { generateInvoiceFromTime } from '../src/billing/tools/generate-invoice-from-time.ts';
import { catalogue } from '../src/catalogue.ts';
import { createProject } from '../src/projects/tools/create-project.ts';
import { createEvent } from '../src/schedule/tools/create-event.ts';
import { createShift } from '../src/schedule/tools/create-shift.ts';
import { listShifts } from '../src/schedule/tools/list-shifts.ts';
import { updateEvent } from '../src/schedule/tools/update-event.ts';
import { updateShift } from '../src/schedule/tools/update-shift.ts';
import { evaluateSignals } from '../src/signals/jobs/evaluate-signals.ts';
import { createTask } from '../src/tasks/tools/create-task.ts';
import { getTask } from '../src/tasks/tools/get-task.ts';
import { setTaskStatus } from '../src/tasks/tools/set-task-status.ts';
import { updateTask } from '../src/tasks/tools/update-task.ts';
import { listTimeEntries } from '../src/time/tools/list-time-entries.ts';
import { logTime } from '../src/time/tools/log-time.ts';
import { startTimer } from '../src/time/tools/start-timer.ts';
import { stopTimer } from '../src/time/tools/stop-timer.ts';
import { updateTimeEntry } from '../src/time/tools/update-time-entry.ts';
import { demoRecords } from './demo-records.ts';

const { callAs, database } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const organization = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
const made = <Output = { id: string }>(tool: Parameters<typeof callAs>[1], input: object) =>
  callAs<Output>(ada, tool, input);

/** What every reading tool of the catalogue answers to each of its examples, and to filters a person would ask with. */
async function everythingRead(projectId: string): Promise<Record<string, unknown>> {
  const scope = { organizationId: organization.id, teamId: null };
  await inOrg(database.jobs, scope, (tx) => evaluateSignals.handle({ organization, now: new Date() }, {}, tx));
  const records: Record<string, string> = { ...(await demoRecords(database, 'acme')), projectId };
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('$')) return records[value.slice(1)];
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each)]));
  };
  const answers: Record<string, unknown> = {};
  for (const tool of [...catalogue.values()].flatMap((each) => (each.tool.writes ? [] : [each.tool]))) {
    const inputs = [
      ...tool.examples.map(filled),
      { projectId },
      { text: 'Mistake' },
      { query: 'Mistake' },
      { range: 'this_year' },
    ];
    for (const input of inputs) {
      const key = `${tool.name} ${JSON.stringify(input)}`;
      answers[key] = await callAs(ada, tool, input).catch((error: unknown) => String(error));
    }
  }
  return answers;
}

/** Times of looking and running clocks are other at each look; that an issue was closed stays to be read. */
const still = (answers: unknown, besides = /^list_issues .*resolved/) =>
  JSON.parse(
    JSON.stringify(answers, (name, value: unknown) =>
      besides.test(name) || /At$|^version$|^url$|Cursor$/.test(name) ? undefined : value,
    ),
  ) as unknown;

describe('a voided record', () => {
  it('is out of every list, sum, report, budget, signal and search, and back when that is taken back', async () => {
    const customerId = fixedId('customer', 'acme', 0);
    const { id: projectId } = await made(createProject, { name: 'Quiet', customerId });
    await made(createBudget, { projectId, amountMinor: 100_000 });
    const before = still(await everythingRead(projectId));

    const task = await made(createTask, { projectId, title: 'Mistake', dueOn: 'yesterday' });
    const entry = await made(logTime, { projectId, minutes: 90 });
    const event = await made(createEvent, {
      projectId,
      title: 'Mistake',
      startsAt: 'tomorrow 10:00',
      recurrence: 'FREQ=DAILY',
    });
    const shift = await made(createShift, {
      projectId,
      title: 'Mistake',
      startsAt: 'tomorrow 10:00',
      endsAt: 'tomorrow 12:00',
    });
    const between = still(await everythingRead(projectId));
    expect(between).not.toEqual(before);

    const reason = { voided: true, voidReason: 'Entered twice' };
    await made(updateTask, { taskId: task.id, ...reason });
    await made(updateTimeEntry, { timeEntryId: entry.id, ...reason });
    await made(updateEvent, { eventId: event.id, ...reason });
    await made(updateShift, { shiftId: shift.id, ...reason });
    expect(still(await everythingRead(projectId))).toEqual(before);
    await expect(made(generateInvoiceFromTime, { projectId })).rejects.toThrow(/no unbilled billable time/);

    await made(updateTask, { taskId: task.id, voided: false });
    await made(updateTimeEntry, { timeEntryId: entry.id, voided: false });
    await made(updateEvent, { eventId: event.id, voided: false });
    await made(updateShift, { shiftId: shift.id, voided: false });
    // The issue that was closed is followed by another one.
    const issues = /^list_issues/;
    const back = still(await everythingRead(projectId), issues);
    expect(back).toEqual(still(between, issues));
  }, 120_000);

  it('is read by its id and in the list of what is voided, with when and why', async () => {
    const entry = await made(logTime, { minutes: 15 });
    await made(updateTimeEntry, { timeEntryId: entry.id, voided: true, voidReason: 'Lunch' });
    const { items } = await made<{ items: { id: string }[] }>(listTimeEntries, { voided: true });
    expect(items).toContainEqual(
      expect.objectContaining({ id: entry.id, minutes: 15, voidedAt: expect.any(String), voidReason: 'Lunch' }),
    );
    const task = await made(createTask, {
      projectId: (await demoRecords(database, 'acme'))['projectId'],
      title: 'Once',
    });
    await made(updateTask, { taskId: task.id, voided: true });
    expect(await made(getTask, { taskId: task.id })).toMatchObject({ title: 'Once', voidedAt: expect.any(String) });
  });

  it('is changed and used by nothing until that is taken back', async () => {
    const projectId = (await demoRecords(database, 'acme'))['projectId'];
    const task = await made(createTask, { projectId, title: 'Once' });
    await made(updateTask, { taskId: task.id, voided: true });
    const refused = { code: 'conflict', message: expect.stringContaining('voided: false') };
    await expect(made(updateTask, { taskId: task.id, title: 'Twice' })).rejects.toMatchObject(refused);
    await expect(made(setTaskStatus, { taskId: task.id, status: 'done' })).rejects.toMatchObject(refused);
    await expect(made(logTime, { taskId: task.id, minutes: 5 })).rejects.toMatchObject(refused);
    await expect(made(updateTask, { taskId: task.id, voidReason: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await made(updateTask, { taskId: task.id, voided: false, title: 'Twice' })).toMatchObject({
      title: 'Twice',
    });
  });

  it('shift leaves its member free, and comes back only to free hours', async () => {
    const assigneeId = fixedId('user', 'ada');
    const hours = { title: 'Desk', assigneeId, startsAt: '2031-05-05T09:00', endsAt: '2031-05-05T12:00' };
    const first = await made(createShift, hours);
    await expect(made(createShift, hours)).rejects.toMatchObject({ code: 'conflict' });
    await made(updateShift, { shiftId: first.id, voided: true });
    const second = await made(createShift, hours);
    await expect(made(updateShift, { shiftId: first.id, voided: false })).rejects.toMatchObject({ code: 'conflict' });
    const { items } = await made<{ items: { id: string }[] }>(listShifts, { range: '2031-05-05' });
    expect(items.map(({ id }) => id)).toEqual([second.id]);
  });

  it('is no entry that is billed, and no timer that runs', async () => {
    await callAs(ada, stopTimer, {}).catch(() => {});
    const timer = await made(startTimer, {});
    await expect(made(updateTimeEntry, { timeEntryId: timer.id, voided: true })).rejects.toThrow(/stop_timer/);
    await callAs(ada, stopTimer, {});
    const { items } = await made<{ items: { id: string }[] }>(listTimeEntries, { invoiced: true, limit: 1 });
    const billed = made(updateTimeEntry, { timeEntryId: items[0]?.id, voided: true });
    await expect(billed).rejects.toMatchObject({ code: 'conflict' });
  });
});
