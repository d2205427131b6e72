import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { ProjectDetail } from '../schemas.ts';
import { createProject } from './create-project.ts';
import { getProject } from './get-project.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const design = fixedId('team', 'acme', 'Design');
const engineering = fixedId('team', 'acme', 'Engineering');

it('needs only a name', async () => {
  const project = await callAs<ProjectDetail>(ada, createProject, { name: '  Harbour map ' });
  expect(project).toMatchObject({ name: 'Harbour map', status: 'planned', teamId: null, version: 1, phases: [] });
  expect(await callAs(ada, getProject, { projectId: project.id })).toEqual(project);
});

it('takes everything at once', async () => {
  const project = await callAs<ProjectDetail>(ada, createProject, {
    name: 'Harbour signs',
    status: 'active',
    teamId: design,
    customerId: fixedId('customer', 'acme', 0),
    leadId: fixedId('user', 'ben'),
    startsOn: '2027-01-04',
    dueOn: '2027-02-26',
    phases: [{ name: 'Count' }, { name: 'Draw', startsOn: '2027-01-18' }, { name: 'Put up' }],
  });
  expect(project).toMatchObject({ status: 'active', teamName: 'Design', leadName: 'Ben', dueOn: '2027-02-26' });
  expect(project.phases.map(({ name }) => name)).toEqual(['Count', 'Draw', 'Put up']);
});

it('goes into the team of a narrowed connection, and into no other', async () => {
  const ben = { person: 'ben', organization: 'acme', team: 'Design' };
  expect(await callAs(ben, createProject, { name: 'Poster' })).toMatchObject({ teamId: design });
  expect(await callAs(ben, createProject, { name: 'Poster', teamId: design })).toMatchObject({ teamId: design });
  for (const teamId of [engineering, newId()]) {
    await expect(callAs(ben, createProject, { name: 'Poster', teamId })).rejects.toMatchObject({ code: 'not_found' });
  }
});

it.each([
  ['team', { teamId: newId() }, 'not_found'],
  ['customer', { customerId: newId() }, 'not_found'],
  ['lead who is no member', { leadId: fixedId('user', 'dana') }, 'not_found'],
  ['lead outside the team', { teamId: design, leadId: fixedId('user', 'finn') }, 'invalid_input'],
  ['due date before the start', { startsOn: '2027-02-01', dueOn: '2027-01-31' }, 'invalid_input'],
  [
    'phase that ends before it starts',
    { phases: [{ name: 'P', startsOn: '2027-02-01', dueOn: '2027-01-31' }] },
    'invalid_input',
  ],
  ['day that is none', { dueOn: '2027-02-30' }, 'invalid_input'],
  ['name of nothing but spaces', { name: '   ' }, 'invalid_input'],
  ['name with a line break', { name: 'one\ntwo' }, 'invalid_input'],
  ['description with a NUL', { description: 'a\0b' }, 'invalid_input'],
  ['status it cannot begin in', { status: 'done' }, 'invalid_input'],
])('refuses a %s', async (_what, wrong, code) => {
  await expect(callAs(ada, createProject, { name: 'Refused', ...wrong })).rejects.toMatchObject({ code });
});
