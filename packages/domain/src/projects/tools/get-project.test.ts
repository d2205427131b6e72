import { newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Project, ProjectDetail } from '../schemas.ts';
import { getProject } from './get-project.ts';
import { listProjects } from './list-projects.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('gives what the list gives, the phases in their order and the number of tasks', async () => {
  const { items } = await callAs<{ items: [Project] }>(ada, listProjects, { text: 'booking engine' });
  const project = await callAs<ProjectDetail>(ada, getProject, { projectId: items[0].id });
  expect(project).toMatchObject(items[0]);
  expect(project.phases.map(({ name }) => name)).toEqual(['Shape', 'Build', 'Hand over']);
  const { todo, doing, blocked, done } = project.taskCounts;
  expect(todo + doing + blocked + done).toBe(14);
});

it('is readable by a viewer', async () => {
  const cleo = { person: 'cleo', organization: 'acme' };
  const { items } = await callAs<{ items: [Project] }>(cleo, listProjects, { limit: 1 });
  expect(await callAs(cleo, getProject, { projectId: items[0].id })).toMatchObject({ id: items[0].id });
});

it('answers not_found for a project that never was', async () => {
  await expect(callAs(ada, getProject, { projectId: newId() })).rejects.toMatchObject({ code: 'not_found' });
});
