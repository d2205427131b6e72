import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Task } from '../schemas.ts';
import { createTask } from './create-task.ts';
import { getTask } from './get-task.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const projectId = fixedId('project', 'acme', 'Bakery website');

it('needs only a project and a title', async () => {
  const task = await callAs<Task>(ada, createTask, { projectId, title: 'Taste the rye bread' });
  expect(task).toMatchObject({ status: 'todo', priority: 'normal', phaseId: null, assigneeId: null, version: 1 });
  expect(await callAs(ada, getTask, { taskId: task.id })).toEqual(task);
});

it('takes everything at once, and a done one is completed', async () => {
  const task = await callAs<Task>(ada, createTask, {
    projectId,
    title: 'Photograph the oven',
    phaseId: fixedId('phase', 'acme', 'Bakery website', 'Design'),
    assigneeId: fixedId('user', 'ben'),
    status: 'done',
    priority: 'low',
    dueOn: '2027-01-15',
    estimateMinutes: 45,
  });
  expect(task).toMatchObject({ phaseName: 'Design', assigneeName: 'Ben', completedAt: expect.any(String) });
});

it.each([
  ['phase of another project', { phaseId: fixedId('phase', 'acme', 'Booking engine', 'Build') }, 'not_found'],
  ['phase that is not there', { phaseId: newId() }, 'not_found'],
  ['assignee who is no member', { assigneeId: fixedId('user', 'dana') }, 'not_found'],
  ['assignee outside the project’s team', { assigneeId: fixedId('user', 'finn') }, 'invalid_input'],
  ['project that is archived', { projectId: fixedId('project', 'acme', 'Intranet search') }, 'conflict'],
  ['project that is not there', { projectId: newId() }, 'not_found'],
  ['estimate of nothing', { estimateMinutes: 0 }, 'invalid_input'],
])('refuses a %s', async (_what, wrong, code) => {
  await expect(callAs(ada, createTask, { projectId, title: 'Refused', ...wrong })).rejects.toMatchObject({ code });
});

it('does not reach another team’s project from a narrowed connection', async () => {
  const input = { projectId: fixedId('project', 'acme', 'Booking engine'), title: 'Over the fence' };
  await expect(callAs({ ...ada, team: 'Design' }, createTask, input)).rejects.toMatchObject({ code: 'not_found' });
});
