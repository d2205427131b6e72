import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { createBudget } from '../../billing/tools/create-budget.ts';
import { createExpense } from '../../billing/tools/create-expense.ts';
import { generateInvoiceFromTime } from '../../billing/tools/generate-invoice-from-time.ts';
import { updateBudget } from '../../billing/tools/update-budget.ts';
import { createProject } from '../../projects/tools/create-project.ts';
import { setTaskStatus } from '../../tasks/tools/set-task-status.ts';
import { evaluateSignals } from '../evaluate-signals.ts';
import type { Issue, IssueDetail } from '../schemas.ts';
import { getIssue } from './get-issue.ts';
import { listIssues } from './list-issues.ts';
import { setIssueStatus } from './set-issue-status.ts';

const { callAs, database } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const organization = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
const look = () =>
  inOrg(database.tools, { organizationId: organization.id, teamId: null }, (tx) =>
    evaluateSignals({ organization, now: new Date() }, tx),
  );
const overdueTasks = async () =>
  (await callAs<{ items: Issue[] }>(ada, listIssues, { kind: ['task_overdue'], limit: 200 })).items;

it('keeps what a person said when the signals look again', async () => {
  const [issue] = await overdueTasks();
  const note = 'Waiting for the printer.';
  await callAs(ada, setIssueStatus, { issueId: issue?.id, status: 'acknowledged', note });
  await look();
  expect(await callAs(ada, getIssue, { issueId: issue?.id })).toMatchObject({ status: 'acknowledged', note });
});

it('hides a dismissed issue from the list, and does not open it again while its cause lasts', async () => {
  const [issue] = await overdueTasks();
  await callAs(ada, setIssueStatus, { issueId: issue?.id, status: 'dismissed' });
  await look();
  expect((await overdueTasks()).map(({ recordId }) => recordId)).not.toContain(issue?.recordId);
});

it('is resolved when its cause is gone, and then cannot be changed', async () => {
  const [issue] = await overdueTasks();
  await callAs(ada, setTaskStatus, { taskId: issue?.recordId, status: 'done' });
  expect(await look()).toMatchObject({ resolved: 1 });
  const resolved = await callAs<IssueDetail>(ada, getIssue, { issueId: issue?.id });
  expect(resolved).toMatchObject({ status: 'resolved', resolvedAt: expect.any(String) });
  await expect(callAs(ada, setIssueStatus, { issueId: issue?.id, status: 'open' })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('resolved'),
  });
});

it('opens a new issue when a cause that was gone comes back', async () => {
  const [issue] = await overdueTasks();
  await callAs(ada, setTaskStatus, { taskId: issue?.recordId, status: 'done' });
  await look();
  await callAs(ada, setTaskStatus, { taskId: issue?.recordId, status: 'doing' });
  expect(await look()).toMatchObject({ opened: 1 });
  const again = (await overdueTasks()).filter(({ recordId }) => recordId === issue?.recordId);
  expect(again).toMatchObject([{ status: 'open' }]);
  expect(again[0]?.id).not.toBe(issue?.id);
});

it('of unbilled time is resolved by the draft that takes the time', async () => {
  const unbilled = async () =>
    (await callAs<{ items: Issue[] }>(ada, listIssues, { kind: ['unbilled_time'], limit: 200 })).items;
  const [issue] = await unbilled();
  await callAs(ada, generateInvoiceFromTime, { projectId: issue?.recordId, vatBasisPoints: 2550 });
  await look();
  expect((await unbilled()).map(({ recordId }) => recordId)).not.toContain(issue?.recordId);
});

it('of a budget opens above 80 percent, and is resolved by a larger budget', async () => {
  const project = await callAs<{ id: string }>(ada, createProject, { name: 'Watched' });
  const budget = await callAs<{ id: string }>(ada, createBudget, { projectId: project.id, amountMinor: 100_000 });
  const spend = (grossMinor: number) =>
    callAs(ada, createExpense, {
      projectId: project.id,
      supplier: 'Studio',
      amounts: [{ grossMinor, vatBasisPoints: 0 }],
    });
  const issues = async () =>
    (await callAs<{ items: Issue[] }>(ada, listIssues, { kind: ['budget_consumed'], recordId: budget.id })).items;
  await spend(80_000);
  await look();
  expect(await issues()).toEqual([]);
  await spend(11_000);
  await look();
  expect(await issues()).toMatchObject([{ severity: 'medium', title: '91 % of Budget of Watched is consumed' }]);
  await callAs(ada, updateBudget, { budgetId: budget.id, amountMinor: 200_000 });
  await look();
  expect((await issues()).filter(({ status }) => status !== 'resolved')).toEqual([]);
});

it('opens one issue for one finding under looks at once', async () => {
  const [issue] = await overdueTasks();
  await database.owner.query('delete from signal_issue where id = $1', [issue?.id]);
  const looks = await Promise.all(Array.from({ length: 6 }, look));
  expect(looks.reduce((sum, { opened }) => sum + opened, 0)).toBe(1);
});

it('refuses a stale version and a status only its cause can give', async () => {
  const [issue] = await overdueTasks();
  await expect(
    callAs(ada, setIssueStatus, { issueId: issue?.id, status: 'open', expectedVersion: 99 }),
  ).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: issue?.version } });
  await expect(callAs(ada, setIssueStatus, { issueId: issue?.id, status: 'resolved' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

it('writes nothing of an issue that is as it was, however often the signals look', async () => {
  const versions = async () => {
    const { rows } = await database.owner.query('select id, xmin from signal_issue order by id');
    return rows;
  };
  await look();
  const before = await versions();
  await look();
  expect(before.length).toBeGreaterThan(10);
  expect(await versions()).toEqual(before);
});
