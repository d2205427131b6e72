import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { createBudget } from '../../billing/tools/create-budget.ts';
import { createExpense } from '../../billing/tools/create-expense.ts';
import { createInvoiceDraft } from '../../billing/tools/create-invoice-draft.ts';
import { createProject } from '../../projects/tools/create-project.ts';
import { createTask } from '../../tasks/tools/create-task.ts';
import { logTime } from '../../time/tools/log-time.ts';
import { getProjectReport } from './get-project-report.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };

it('tells of a project from its tasks to its money', async () => {
  const customerId = fixedId('customer', 'acme', 0);
  const { id: projectId } = await callAs<{ id: string }>(finn, createProject, {
    name: 'Reported',
    customerId,
    hourlyRateMinor: 9000,
  });
  await callAs(finn, createTask, { projectId, title: 'Draw' });
  await callAs(finn, logTime, { projectId, minutes: 90 });
  await callAs(finn, logTime, { projectId, minutes: 30, billable: false });
  await callAs(finn, createExpense, {
    projectId,
    supplier: 'Studio',
    amounts: [{ grossMinor: 12_550, vatBasisPoints: 2550 }],
  });
  await callAs(finn, createInvoiceDraft, {
    customerId,
    projectId,
    lines: [{ description: 'Concept', unitPriceMinor: 50_000, vatBasisPoints: 2550 }],
  });
  await callAs(finn, createBudget, { projectId, amountMinor: 100_000, name: 'Whole' });
  expect(await callAs(finn, getProjectReport, { projectId })).toMatchObject({
    name: 'Reported',
    status: 'planned',
    tasks: { todo: 1, doing: 0, blocked: 0, done: 0 },
    minutes: 120,
    billableMinutes: 90,
    unbilledMinutes: 90,
    work: [{ name: 'Finn', minutes: 120, billableMinutes: 90, unbilledMinutes: 90 }],
    money: [
      {
        currency: 'EUR',
        invoicedMinor: 0,
        draftedMinor: 50_000,
        expensesMinor: 10_000,
        workMinor: 18_000,
        unbilledWorkMinor: 13_500,
        marginMinor: -10_000,
      },
    ],
    budgets: [{ name: 'Whole', consumedMinor: 28_000, remainingMinor: 72_000, consumedPercent: 28 }],
  });
});

it('of a project that nobody worked on is empty, not absent', async () => {
  const { id: projectId } = await callAs<{ id: string }>(finn, createProject, { name: 'Idle' });
  expect(await callAs(finn, getProjectReport, { projectId })).toMatchObject({
    minutes: 0,
    work: [],
    money: [],
    budgets: [],
  });
});
