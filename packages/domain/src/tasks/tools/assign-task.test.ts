import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { assignTask } from './assign-task.ts';
import { getTask } from './get-task.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const inDesign = fixedId('task', 'acme', 'Bakery website', 'Plan', 0);
const inEngineering = fixedId('task', 'acme', 'Booking engine', 'Build', 0);
const ofEverybody = fixedId('task', 'acme', 'Move to the harbour office', 'Listen', 0);

it.each([
  ['a member of the project’s team', inDesign, 'ben'],
  ['an owner, in whatever team', inEngineering, 'ada'],
  ['anybody, in a project of the whole organization', ofEverybody, 'cleo'],
])('gives a task to %s', async (_who, taskId, person) => {
  const assigneeId = fixedId('user', person);
  expect(await callAs(ada, assignTask, { taskId, assigneeId })).toMatchObject({ assigneeId });
});

it('takes a task off everybody', async () => {
  expect(await callAs(ada, assignTask, { taskId: inDesign, clear: ['assigneeId'] })).toMatchObject({
    assigneeName: null,
  });
});

it('does not give a task to a member who cannot see its project', async () => {
  for (const person of ['ben', 'finn', 'cleo']) {
    const call = callAs(ada, assignTask, { taskId: inEngineering, assigneeId: fixedId('user', person) });
    await expect(call).rejects.toMatchObject({
      code: 'invalid_input',
      details: { fields: [{ path: 'assigneeId', problem: 'not in the team' }] },
    });
  }
});

it('answers not_found for somebody of another organization as for nobody', async () => {
  for (const assigneeId of [fixedId('user', 'dana'), newId()]) {
    const call = callAs(ada, assignTask, { taskId: inDesign, assigneeId });
    await expect(call).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('member') });
  }
});

it('keeps a task when the member it was given to leaves', async () => {
  await callAs(ada, assignTask, { taskId: inDesign, assigneeId: fixedId('user', 'ben') });
  await withQueries(database.owner, (db) =>
    db
      .deleteFrom('membership')
      .where('userId', '=', fixedId('user', 'ben'))
      .where('organizationId', '=', fixedId('organization', 'acme'))
      .execute(),
  );
  expect(await callAs(ada, getTask, { taskId: inDesign })).toMatchObject({ assigneeId: null, assigneeName: null });
});
