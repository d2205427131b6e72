import { newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Project } from '../schemas.ts';
import { archiveProject } from './archive-project.ts';
import { listProjects } from './list-projects.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

async function list(filter: object, caller: { person: string; organization: string; team?: string } = ada) {
  const { items } = await callAs<{ items: Project[] }>(caller, listProjects, { limit: 200, ...filter });
  return items;
}

it('gives the organization’s projects by name, those put away left out', async () => {
  const projects = await list({});
  const names = projects.map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(20);
  expect(names).toEqual(names.toSorted((one, other) => (one < other ? -1 : 1)));
  expect(names).not.toContain('Intranet search');
  expect((await list({ includeArchived: true })).map(({ name }) => name)).toContain('Intranet search');
});

it('leaves a project out once it is archived', async () => {
  const [project] = await list({ text: 'festival' });
  await callAs(ada, archiveProject, { projectId: project?.id });
  expect(await list({ text: 'festival' })).toEqual([]);
});

it('filters by status, team, customer, lead, text and due date', async () => {
  const projects = await list({});
  const [some] = await list({ status: ['active'], text: 'ferry' });
  expect(some).toMatchObject({ status: 'active' });
  for (const [filter, holds] of [
    [{ status: ['on_hold', 'done'] }, (project: Project) => ['on_hold', 'done'].includes(project.status)],
    [{ teamId: some?.teamId }, (project: Project) => project.teamId === some?.teamId],
    [{ customerId: some?.customerId }, (project: Project) => project.customerId === some?.customerId],
    [{ leadId: some?.leadId }, (project: Project) => project.leadId === some?.leadId],
    [{ text: 'APP' }, (project: Project) => project.name.toLowerCase().includes('app')],
    [{ dueFrom: some?.dueOn, dueTo: some?.dueOn }, (project: Project) => project.dueOn === some?.dueOn],
  ] as const) {
    const expected = projects.filter(holds);
    expect(expected.length).toBeGreaterThan(0);
    expect(await list(filter)).toEqual(expected);
  }
});

it('understands a range in words', async () => {
  const year = new Date().getUTCFullYear();
  const due = await list({ dueRange: 'this_year' });
  expect(due.every(({ dueOn }) => dueOn?.startsWith(String(year)))).toBe(true);
});

it('finds nothing for a team or customer that is not there', async () => {
  expect(await list({ teamId: newId() })).toEqual([]);
  expect(await list({ customerId: newId() })).toEqual([]);
});

it('takes no character of a search text for a pattern', async () => {
  expect(await list({ text: '%' })).toEqual([]);
  expect(await list({ text: '_' })).toEqual([]);
});
