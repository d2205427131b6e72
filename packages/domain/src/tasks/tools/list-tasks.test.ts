import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { demoToday } from '@countersign/testing/demo-today';
import { expect, it } from 'vitest';
import type { Task } from '../schemas.ts';
import { listTasks } from './list-tasks.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const projectId = fixedId('project', 'acme', 'Booking engine');

async function list(filter: object, caller: { person: string; organization: string; team?: string } = ada) {
  const items: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await callAs<{ items: Task[]; nextCursor: string | null }>(caller, listTasks, {
      limit: 200,
      ...filter,
      ...(cursor === undefined ? {} : { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

it('gives tasks by due date, those without one last', async () => {
  const dates = (await list({})).map(({ dueOn }) => dueOn ?? 'none');
  expect(dates.length).toBeGreaterThanOrEqual(150);
  expect(dates).toEqual(dates.toSorted());
  expect(dates).toContain('none');
});

it('filters by project, status, assignee, priority, text and due date', async () => {
  const tasks = await list({});
  const some = tasks.find(({ assigneeId, dueOn, status }) => assigneeId && dueOn && status === 'doing');
  for (const [filter, holds] of [
    [{ projectId: some?.projectId }, (task: Task) => task.projectId === some?.projectId],
    [{ phaseId: some?.phaseId ?? undefined }, (task: Task) => !some?.phaseId || task.phaseId === some.phaseId],
    [{ assigneeId: some?.assigneeId }, (task: Task) => task.assigneeId === some?.assigneeId],
    [{ unassigned: true }, (task: Task) => task.assigneeId === null],
    [{ status: ['doing', 'blocked'] }, (task: Task) => ['doing', 'blocked'].includes(task.status)],
    [{ priority: 'high' }, (task: Task) => task.priority === 'high'],
    [{ text: 'FRONT page' }, (task: Task) => /front page/i.test(task.title)],
    [{ dueFrom: some?.dueOn, dueTo: some?.dueOn }, (task: Task) => task.dueOn === some?.dueOn],
  ] as const) {
    const expected = tasks.filter(holds);
    expect(expected.length).toBeGreaterThan(0);
    expect(await list(filter)).toEqual(expected);
  }
});

it('knows what is overdue: due before today and not done', async () => {
  const today = demoToday();
  const overdue = await list({ overdue: true });
  expect(overdue.length).toBeGreaterThan(0);
  expect(overdue.every(({ dueOn, status }) => dueOn !== null && dueOn < today && status !== 'done')).toBe(true);
});

it('shows tasks of an archived project only when it is named', async () => {
  const archived = fixedId('project', 'acme', 'Intranet search');
  expect((await list({})).filter((task) => task.projectId === archived)).toEqual([]);
  expect((await list({ projectId: archived })).length).toBeGreaterThan(0);
});

it('narrowed to a team sees the tasks of that team’s projects and no others', async () => {
  const inDesign = { ...ada, team: 'Design' };
  const design = await list({}, inDesign);
  expect(design).toEqual(await list({ teamId: fixedId('team', 'acme', 'Design') }));
  expect(await list({ projectId }, inDesign)).toEqual([]);
});
