import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Project } from '../../projects/schemas.ts';
import { listProjects } from '../../projects/tools/list-projects.ts';
import type { Budget } from '../schemas.ts';
import { createBudget } from './create-budget.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const projectOf = async (team: string) => {
  const teamId = fixedId('team', 'acme', team);
  return (await callAs<{ items: [Project] }>(finn, listProjects, { teamId, limit: 1 })).items[0];
};

it('needs only a project and an amount, and belongs to the project’s team', async () => {
  const project = await projectOf('Design');
  const budget = await callAs<Budget>(design, createBudget, { projectId: project.id, amountMinor: 2_500_000 });
  expect(budget).toMatchObject({
    name: 'Budget',
    currency: 'EUR',
    amountMinor: 2_500_000,
    teamId: project.teamId,
    version: 1,
  });
});

it('answers not_found for another team’s project, and refuses one that ends before it starts', async () => {
  const { id: projectId } = await projectOf('Engineering');
  await expect(callAs(design, createBudget, { projectId, amountMinor: 1 })).rejects.toMatchObject({
    code: 'not_found',
  });
  const backwards = { projectId, amountMinor: 1, startsOn: '2030-02-01', endsOn: '2030-01-01' };
  await expect(callAs(finn, createBudget, backwards)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(callAs(finn, createBudget, { projectId, amountMinor: 0 })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
