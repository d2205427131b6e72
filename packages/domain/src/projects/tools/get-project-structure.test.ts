import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Project } from '../schemas.ts';
import { getProjectStructure } from './get-project-structure.ts';
import { listProjects } from './list-projects.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

interface Structure {
  readonly project: { readonly taskCounts: Readonly<Record<string, number>> };
  readonly phases: readonly { readonly name: string; readonly tasks: readonly unknown[] }[];
  readonly tasksOutsidePhases: readonly { readonly title: string }[];
  readonly truncated: boolean;
}

it('gives the tree: every task exactly once, in its phase or outside', async () => {
  const { items } = await callAs<{ items: [Project] }>(ada, listProjects, { text: 'bakery website' });
  const structure = await callAs<Structure>(ada, getProjectStructure, { projectId: items[0].id });
  expect(structure.phases.map(({ name, tasks }) => [name, tasks.length])).toEqual([
    ['Plan', 4],
    ['Design', 4],
    ['Build', 4],
    ['Launch', 3],
  ]);
  expect(structure.tasksOutsidePhases.map(({ title }) => title)).toEqual(['Write the weekly status']);
  expect(structure.truncated).toBe(false);
  expect(Object.values(structure.project.taskCounts).reduce((sum, count) => sum + count)).toBe(16);
});
