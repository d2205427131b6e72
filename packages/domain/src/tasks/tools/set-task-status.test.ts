import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Task } from '../schemas.ts';
import { createTask } from './create-task.ts';
import { setTaskStatus } from './set-task-status.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

function aTask() {
  return callAs<Task>(ada, createTask, {
    projectId: fixedId('project', 'acme', 'Festival posters'),
    title: 'Hang them',
  });
}

it('notes when a task was completed, exactly while it is done', async () => {
  const { id: taskId } = await aTask();
  const done = await callAs<Task>(ada, setTaskStatus, { taskId, status: 'done' });
  expect(done).toMatchObject({ status: 'done', completedAt: expect.any(String), version: 2 });
  expect(await callAs(ada, setTaskStatus, { taskId, status: 'done' })).toEqual(done);
  expect(await callAs(ada, setTaskStatus, { taskId, status: 'doing' })).toMatchObject({ completedAt: null });
});

it('answers conflict to a stale version, and invalid_input to a status there is not', async () => {
  const { id: taskId } = await aTask();
  await callAs(ada, setTaskStatus, { taskId, status: 'blocked' });
  const stale = callAs(ada, setTaskStatus, { taskId, status: 'done', expectedVersion: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 2 } });
  const unknown = callAs(ada, setTaskStatus, { taskId, status: 'finished' });
  await expect(unknown).rejects.toMatchObject({ code: 'invalid_input' });
});

it('leaves tasks of an archived project alone', async () => {
  const taskId = fixedId('task', 'acme', 'Intranet search', 'Plan', 0);
  await expect(callAs(ada, setTaskStatus, { taskId, status: 'todo' })).rejects.toMatchObject({ code: 'conflict' });
});
