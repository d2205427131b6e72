import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Project } from '../../projects/schemas.ts';
import { listProjects } from '../../projects/tools/list-projects.ts';
import type { Budget } from '../schemas.ts';
import { listBudgets } from './list-budgets.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const budgets = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Budget[] }>(caller, listBudgets, { limit: 200, ...filter })).items;

it('shows budgets by name, with their projects, for most projects', async () => {
  const all = await budgets(finn);
  const { items: projects } = await callAs<{ items: Project[] }>(finn, listProjects, {
    limit: 200,
    includeArchived: true,
  });
  const covered = new Set(all.map(({ projectId }) => projectId));
  expect(covered.size).toBeGreaterThan(projects.length / 2);
  const [some] = all;
  expect(await budgets(finn, { projectId: some?.projectId })).toContainEqual(some);
  expect(await budgets(finn, { text: some?.projectName.toUpperCase() })).toContainEqual(some);
});

it('chooses those in force on a day; open ends reach everywhere', async () => {
  const all = await budgets(finn);
  const day = all.find(({ startsOn }) => startsOn !== null)?.startsOn ?? '';
  const inForce = all.filter(({ startsOn, endsOn }) => (startsOn ?? day) <= day && (endsOn ?? day) >= day);
  expect(inForce.length).toBeGreaterThan(0);
  expect(await budgets(finn, { day })).toEqual(inForce);
});

it('shows a connection narrowed to a team only that team’s budgets', async () => {
  const [all, mine] = [await budgets(finn), await budgets(design)];
  expect(mine.length).toBeGreaterThan(0);
  expect(mine).toEqual(all.filter(({ teamId }) => teamId === fixedId('team', 'acme', 'Design')));
});
