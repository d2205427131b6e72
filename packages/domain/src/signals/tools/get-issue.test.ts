import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Issue, IssueDetail } from '../schemas.ts';
import { getIssue } from './get-issue.ts';
import { listIssues } from './list-issues.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

it('gives the facts it was opened for', async () => {
  const { items } = await callAs<{ items: Issue[] }>(ada, listIssues, { kind: ['invoice_overdue'] });
  const issue = await callAs<IssueDetail>(ada, getIssue, { issueId: items[0]?.id });
  expect(issue).toMatchObject({ ...items[0], note: '' });
  const { dueOn, daysOverdue, openMinor, currency } = issue.evidence;
  expect(dueOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(daysOverdue).toBeGreaterThan(0);
  expect(openMinor).toBeGreaterThan(0);
  expect(currency).toMatch(/^[A-Z]{3}$/);
});
