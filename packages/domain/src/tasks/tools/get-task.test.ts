import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getTask } from './get-task.ts';

const { callAs } = useDemoCaller();
const taskId = fixedId('task', 'acme', 'Booking engine', 'Build', 1);

it('gives the task whole, with the names of what it belongs to', async () => {
  expect(await callAs({ person: 'cleo', organization: 'acme' }, getTask, { taskId })).toMatchObject({
    id: taskId,
    title: 'Build the first screen end to end',
    projectName: 'Booking engine',
    phaseName: 'Build',
  });
});

it('answers not_found outside the team and outside the organization', async () => {
  for (const caller of [{ organization: 'acme', team: 'Design' }, { organization: 'initech' }]) {
    await expect(callAs({ person: 'ada', ...caller }, getTask, { taskId })).rejects.toMatchObject({
      code: 'not_found',
    });
  }
});
