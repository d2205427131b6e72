import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getInvoice } from '../../billing/tools/get-invoice.ts';
import { listImports } from '../../integrations/tools/list-imports.ts';
import { getTask } from '../../tasks/tools/get-task.ts';
import type { Issue } from '../schemas.ts';
import { listIssues } from './list-issues.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const list = async (filter: object, caller: { person: string; organization: string; team?: string } = ada) =>
  (await callAs<{ items: Issue[] }>(caller, listIssues, { limit: 200, ...filter })).items;

it('names records that are as it says', async () => {
  const [invoice] = await list({ kind: ['invoice_overdue'] });
  expect(await callAs(ada, getInvoice, { invoiceId: invoice?.recordId })).toMatchObject({ overdue: true });
  const [task] = await list({ kind: ['task_overdue'] });
  const today = new Date().toISOString().slice(0, 10);
  const { status, dueOn } = await callAs<{ status: string; dueOn: string }>(ada, getTask, { taskId: task?.recordId });
  expect(status).not.toBe('done');
  expect(dueOn < today).toBe(true);
});

it('filters by kind, severity, status and record', async () => {
  const all = await list({});
  const [some] = all;
  for (const [filter, holds] of [
    [{ kind: [some?.kind] }, (issue: Issue) => issue.kind === some?.kind],
    [{ severity: ['high'] }, (issue: Issue) => issue.severity === 'high'],
    [{ recordId: some?.recordId }, (issue: Issue) => issue.recordId === some?.recordId],
  ] as const) {
    const expected = all.filter(holds);
    expect(expected.length).toBeGreaterThan(0);
    expect(await list(filter)).toEqual(expected);
  }
  expect(await list({ status: ['resolved'] })).toEqual([]);
});

it('shows a team the issues of its own records', async () => {
  const design = await list({}, { ...ada, team: 'Design' });
  expect(design.length).toBeGreaterThan(0);
  expect(new Set(design.map(({ teamId }) => teamId)).size).toBe(1);
});

it('tells of money that an import left unmatched only those who may see imports', async () => {
  const [issue] = await list({ kind: ['connection_unhealthy'] });
  const { items } = await callAs<{ items: { id: string; unmatchedRows: number }[] }>(ada, listImports, {});
  expect(items.find(({ id }) => id === issue?.recordId)?.unmatchedRows).toBeGreaterThan(0);
  expect(await list({ kind: ['connection_unhealthy'] }, { person: 'ben', organization: 'acme' })).toEqual([]);
});
