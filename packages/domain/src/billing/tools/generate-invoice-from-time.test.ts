import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { beforeAll, expect, it } from 'vitest';
import { getProjectReport } from '../../analytics/tools/get-project-report.ts';
import { getBooks } from '../../books/tools/get-books.ts';
import { createProject } from '../../projects/tools/create-project.ts';
import type { Task } from '../../tasks/schemas.ts';
import { createTask } from '../../tasks/tools/create-task.ts';
import { listTasks } from '../../tasks/tools/list-tasks.ts';
import type { TimeEntry } from '../../time/schemas.ts';
import { listTimeEntries } from '../../time/tools/list-time-entries.ts';
import { logTime } from '../../time/tools/log-time.ts';
import { updateTimeEntry } from '../../time/tools/update-time-entry.ts';
import type { CreditNote, InvoiceDetail } from '../schemas.ts';
import { createBudget } from './create-budget.ts';
import { createCreditNote } from './create-credit-note.ts';
import { deleteInvoiceDraft } from './delete-invoice-draft.ts';
import { generateInvoiceFromTime } from './generate-invoice-from-time.ts';
import { issueInvoice } from './issue-invoice.ts';
import { updateInvoiceDraft } from './update-invoice-draft.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
/** For a customer in Finland, at a rate of its own. */
const projectId = fixedId('project', 'acme', 'Trade fair stand');
const generate = (input: object = { projectId, vatBasisPoints: 2550 }) =>
  callAs<InvoiceDetail>(ada, generateInvoiceFromTime, input);
const entriesOf = async (filter: object) =>
  (await callAs<{ items: TimeEntry[] }>(ada, listTimeEntries, { projectId, limit: 200, ...filter })).items;

interface ProjectReport {
  readonly money: readonly { readonly workMinor: number; readonly unbilledWorkMinor: number }[];
  readonly budgets: readonly { readonly consumedMinor: number }[];
}

let tasks: Task[];
beforeAll(async () => {
  tasks = (await callAs<{ items: Task[] }>(ada, listTasks, { projectId })).items;
});
const log = (minutes: number, extra: object = {}) =>
  callAs<TimeEntry>(ada, logTime, { minutes, taskId: tasks[0]?.id, rateMinor: 9000, ...extra });

it('bills the unbilled time of a project: one line for each task, hours to read in thousandths', async () => {
  await log(50);
  await log(40, { taskId: tasks[1]?.id });
  await log(30, { billable: false });
  const open = await entriesOf({ billable: true, invoiced: false });
  const draft = await generate();
  expect(draft).toMatchObject({ status: 'draft', projectId, teamId: fixedId('team', 'acme', 'Design') });
  const minutes = open.reduce((sum, entry) => sum + (entry.minutes ?? 0), 0);
  const hours = draft.lines.reduce((sum, line) => sum + line.quantityThousandths, 0);
  expect(Math.abs(hours - (minutes * 1000) / 60)).toBeLessThanOrEqual(draft.lines.length / 2);
  const taskAndRate = new Set(open.map(({ taskId, rateMinor }) => `${taskId} ${rateMinor}`));
  expect(draft.lines.length).toBe(taskAndRate.size);
  expect(draft.lines.every(({ unit, description }) => unit === 'h' && description.startsWith('Trade fair stand'))).toBe(
    true,
  );
  const held = await entriesOf({ invoiced: true });
  expect(
    held
      .filter(({ invoiceId }) => invoiceId === draft.id)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(open.map(({ id }) => id).sort());
  await expect(generate()).rejects.toThrow(/no unbilled billable time/);
});

it('holds the time, and frees it with the line and with the draft', async () => {
  const first = await log(60);
  const second = await log(60, { taskId: tasks[1]?.id });
  const draft = await generate();
  await expect(callAs(ada, updateTimeEntry, { timeEntryId: first.id, minutes: 1 })).rejects.toMatchObject({
    code: 'conflict',
    details: { invoiceId: draft.id },
  });
  const lineOf = draft.lines.find(({ description }) => description.endsWith(tasks[0]?.title ?? '?'));
  // Another text for one line, and the other line left out.
  const kept = await callAs<InvoiceDetail>(ada, updateInvoiceDraft, {
    invoiceId: draft.id,
    lines: [
      {
        id: lineOf?.id,
        description: 'Sketches',
        quantityThousandths: 1000,
        unitPriceMinor: 9000,
        vatBasisPoints: 2550,
      },
    ],
  });
  expect(kept.lines).toMatchObject([{ id: lineOf?.id, position: 1, description: 'Sketches' }]);
  const billed = async () => (await entriesOf({ invoiced: true })).map(({ id }) => id);
  expect(await billed()).toContain(first.id);
  expect(await billed()).not.toContain(second.id);
  expect(await callAs(ada, deleteInvoiceDraft, { invoiceId: draft.id })).toMatchObject({ freedTimeEntries: 1 });
  expect(await billed()).not.toContain(first.id);
  expect(await callAs(ada, updateTimeEntry, { timeEntryId: first.id, minutes: 61 })).toMatchObject({ minutes: 61 });
});

it('bills no entry twice, when five calls bill at once', async () => {
  await log(25);
  await log(35);
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => generate()));
  const drafts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(drafts.length).toBe(1);
  expect(await entriesOf({ billable: true, invoiced: false })).toEqual([]);
});

it('takes only the days named', async () => {
  await log(30);
  await expect(generate({ projectId, vatBasisPoints: 2550, to: '2001-01-01' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('says which entries have no rate', async () => {
  const entry = await log(30);
  await callAs(ada, updateTimeEntry, { timeEntryId: entry.id, clear: ['rateMinor'] });
  await expect(generate()).rejects.toMatchObject({ code: 'conflict', details: { timeEntryIds: [entry.id] } });
  await callAs(ada, updateTimeEntry, { timeEntryId: entry.id, rateMinor: 9000 });
  await generate();
});

it('needs somebody to bill, and for customers abroad the VAT rate', async () => {
  await expect(generate({})).rejects.toMatchObject({ code: 'invalid_input' });
  const abroad = fixedId('customer', 'acme', 1);
  await callAs(ada, logTime, { minutes: 60, customerId: abroad });
  await expect(generate({ customerId: abroad })).rejects.toMatchObject({
    details: { fields: [{ path: 'vatBasisPoints', problem: 'needed for customers abroad' }] },
  });
  expect((await generate({ customerId: abroad, vatBasisPoints: 0 })).lines.length).toBeGreaterThan(0);
});

it('costs the same to the cent in invoice, project report, budget and ledger: minutes × rate, rounded once at the line', async () => {
  const { id } = await callAs<{ id: string }>(ada, createProject, {
    name: 'Thirds',
    customerId: fixedId('customer', 'acme', 0),
    hourlyRateMinor: 9999,
  });
  await callAs(ada, createBudget, { projectId: id, amountMinor: 1_000_000 });
  const titles = ['One', 'Two', 'Three'];
  for (const title of titles) {
    const task = await callAs<Task>(ada, createTask, { projectId: id, title });
    for (const minutes of [7, 7, 6]) await callAs(ada, logTime, { minutes, taskId: task.id });
  }
  // 20 minutes are 33.33 three times over; thousandths of an hour made 33.30 of each, and one sum over all made 99.99.
  const each = Number((20n * 9999n * 2n + 60n) / 120n);
  const figures = async () => {
    const report = await callAs<ProjectReport>(ada, getProjectReport, { projectId: id });
    return { work: report.money[0], budget: report.budgets[0]?.consumedMinor };
  };
  expect(await figures()).toMatchObject({
    work: { workMinor: each * 3, unbilledWorkMinor: each * 3 },
    budget: each * 3,
  });
  const draft = await generate({ projectId: id, vatBasisPoints: 2550 });
  expect(
    draft.lines.map(({ netMinor, minutes, quantityThousandths }) => [netMinor, minutes, quantityThousandths]),
  ).toEqual(titles.map(() => [each, 20, 333]));
  expect(draft.netMinor).toBe(each * 3);
  expect(await figures()).toMatchObject({ work: { workMinor: each * 3, unbilledWorkMinor: 0 }, budget: each * 3 });
  const issued = await callAs<InvoiceDetail>(ada, issueInvoice, { invoiceId: draft.id });
  const { items } = await callAs<{ items: { account: string; creditMinor: number }[] }>(ada, getBooks, {
    sourceId: issued.id,
  });
  expect(items.find(({ account }) => account === 'sales')?.creditMinor).toBe(each * 3);
  const { creditNote } = await callAs<{ creditNote: CreditNote }>(ada, createCreditNote, {
    invoiceId: issued.id,
    lines: [{ lineId: issued.lines[0]?.id }],
  });
  expect(creditNote.netMinor).toBe(each);
});
