import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Task } from '../schemas.ts';
import { createTask } from './create-task.ts';
import { updateTask } from './update-task.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const projectId = fixedId('project', 'acme', 'Bakery website');

function aTask() {
  return callAs<Task>(ada, createTask, { projectId, title: 'Order flour', dueOn: '2027-01-08', estimateMinutes: 30 });
}

it('changes what is named, empties what clear names, and leaves the rest', async () => {
  const before = await aTask();
  const after = await callAs<Task>(ada, updateTask, {
    taskId: before.id,
    title: 'Order spelt flour',
    clear: ['dueOn'],
  });
  expect(after).toEqual({
    ...before,
    title: 'Order spelt flour',
    dueOn: null,
    version: 2,
    updatedAt: after.updatedAt,
  });
});

it('moves a task between the phases of its project, and into no other project’s', async () => {
  const { id: taskId } = await aTask();
  const phaseId = fixedId('phase', 'acme', 'Bakery website', 'Launch');
  expect(await callAs(ada, updateTask, { taskId, phaseId })).toMatchObject({ phaseName: 'Launch' });
  const foreign = fixedId('phase', 'acme', 'Booking engine', 'Build');
  await expect(callAs(ada, updateTask, { taskId, phaseId: foreign })).rejects.toMatchObject({ code: 'not_found' });
});

it('answers conflict with the current version when the caller read an older one', async () => {
  const { id: taskId } = await aTask();
  await callAs(ada, updateTask, { taskId, priority: 'high' });
  const stale = callAs(ada, updateTask, { taskId, priority: 'low', expectedVersion: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 2 } });
});
