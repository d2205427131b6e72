import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { evaluateSignals } from '@countersign/domain/signals/jobs/evaluate-signals';
import { fixedId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import { expect, it, vi } from 'vitest';
import { connect } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

interface Issue {
  readonly id: string;
  readonly status: string;
  readonly title: string;
}

/** What the schedule does every five minutes. */
const lookNow = () =>
  inOrg(house.database.jobs, { organizationId: fixedId('organization', 'acme'), teamId: null }, (tx) =>
    enqueueJob(tx, evaluateSignals, {}, { key: 'now' }),
  );

it('an overdue task opens an issue, and doing it closes the issue', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  const { items: projects } = await client.answer<{ items: { id: string }[] }>('list_projects', {
    status: ['active'],
    limit: 1,
  });
  const task = await client.answer<{ id: string }>('create_task', {
    projectId: projects[0]?.id,
    title: 'Send the signed contract',
    dueOn: '2026-01-30',
  });
  const issues = async (status: readonly string[]) =>
    (await client.answer<{ items: Issue[] }>('list_issues', { recordId: task.id, status })).items;

  await lookNow();
  const [issue] = await vi.waitUntil(
    async () => {
      const found = await issues(['open']);
      return found.length > 0 && found;
    },
    { timeout: 20_000, interval: 200 },
  );
  expect(issue?.title).toBe('Send the signed contract is overdue');
  await client.answer('set_issue_status', { issueId: issue?.id, status: 'acknowledged', note: 'On my desk.' });

  await client.answer('set_task_status', { taskId: task.id, status: 'done' });
  await lookNow();
  await vi.waitUntil(async () => (await issues(['resolved'])).length > 0, { timeout: 20_000, interval: 200 });
  expect(await issues(['open', 'acknowledged'])).toEqual([]);
  expect(await client.answer('get_issue', { issueId: issue?.id })).toMatchObject({
    status: 'resolved',
    note: 'On my desk.',
    evidence: { dueOn: '2026-01-30' },
  });
  await client.close();
});
