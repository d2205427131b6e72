import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { ProjectDetail } from '../schemas.ts';
import { archiveProject } from './archive-project.ts';
import { createProject } from './create-project.ts';
import { getProject } from './get-project.ts';
import { updateProject } from './update-project.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

function aProject(fields: object = {}) {
  return callAs<ProjectDetail>(ada, createProject, { name: 'Pier café', startsOn: '2027-01-04', ...fields });
}

it('changes what is named, empties what clear names, and leaves the rest', async () => {
  const before = await aProject({ dueOn: '2027-03-01', customerId: fixedId('customer', 'acme', 1) });
  const after = await callAs<ProjectDetail>(ada, updateProject, {
    projectId: before.id,
    name: 'Pier bar',
    clear: ['dueOn'],
  });
  expect(after).toEqual({
    ...before,
    name: 'Pier bar',
    dueOn: null,
    version: 2,
    updatedAt: after.updatedAt,
  });
});

it('answers conflict with the current version when the caller read an older one', async () => {
  const { id: projectId } = await aProject();
  await callAs(ada, updateProject, { projectId, name: 'First', expectedVersion: 1 });
  await expect(callAs(ada, updateProject, { projectId, name: 'Second', expectedVersion: 1 })).rejects.toMatchObject({
    code: 'conflict',
    details: { currentVersion: 2 },
  });
});

it('lets exactly one of two callers win who read the same version', async () => {
  const { id: projectId } = await aProject();
  const calls = ['One', 'Other'].map((name) => callAs(ada, updateProject, { projectId, name, expectedVersion: 1 }));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await callAs(ada, getProject, { projectId })).toMatchObject({ version: 2 });
});

it('checks a changed date against the one that stays', async () => {
  const { id: projectId } = await aProject();
  const call = callAs(ada, updateProject, { projectId, dueOn: '2027-01-03' });
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', details: { fields: [{ path: 'dueOn' }] } });
});

it('rewrites the plan: phases are kept by id, added without one, and removed when left out', async () => {
  const { id: projectId, phases } = await aProject({ phases: [{ name: 'Plan' }, { name: 'Build' }, { name: 'Open' }] });
  const [plan, , open] = phases;
  const after = await callAs<ProjectDetail>(ada, updateProject, {
    projectId,
    phases: [{ id: open?.id, name: 'Opening' }, { name: 'Party' }, { id: plan?.id, name: 'Plan' }],
  });
  expect(after.phases.map(({ name }) => name)).toEqual(['Opening', 'Party', 'Plan']);
  expect(after.phases.map(({ id }) => id)).toEqual([open?.id, expect.any(String), plan?.id]);
});

it('does not take a phase of another project, nor remove one that has tasks', async () => {
  const [one, other] = [await aProject({ phases: [{ name: 'Plan' }] }), await aProject()];
  const foreign = { projectId: other.id, phases: [{ id: one.phases[0]?.id, name: 'Mine now' }] };
  await expect(callAs(ada, updateProject, foreign)).rejects.toMatchObject({ code: 'not_found' });
  const withTasks = { projectId: fixedId('project', 'acme', 'Booking engine'), phases: [] };
  await expect(callAs(ada, updateProject, withTasks)).rejects.toMatchObject({ code: 'conflict' });
});

it('does not move a narrowed connection’s project out of its team', async () => {
  const ben = { person: 'ben', organization: 'acme', team: 'Design' };
  const { id: projectId } = await callAs<ProjectDetail>(ben, createProject, { name: 'Stays' });
  for (const change of [{ clear: ['teamId'] }, { teamId: fixedId('team', 'acme', 'Engineering') }]) {
    await expect(callAs(ben, updateProject, { projectId, ...change })).rejects.toMatchObject({ code: 'not_found' });
  }
});

it('leaves an archived project alone', async () => {
  const { id: projectId } = await aProject();
  await callAs(ada, archiveProject, { projectId });
  await expect(callAs(ada, updateProject, { projectId, name: 'Back' })).rejects.toMatchObject({ code: 'conflict' });
});

it('answers not_found for a customer or team that is not there', async () => {
  const { id: projectId } = await aProject();
  for (const wrong of [{ customerId: newId() }, { teamId: newId() }, { leadId: newId() }]) {
    await expect(callAs(ada, updateProject, { projectId, ...wrong })).rejects.toMatchObject({ code: 'not_found' });
  }
});
