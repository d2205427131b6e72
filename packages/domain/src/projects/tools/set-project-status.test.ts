import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { ProjectDetail } from '../schemas.ts';
import { createProject } from './create-project.ts';
import { setProjectStatus } from './set-project-status.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('goes the legal way from planned to done and back to active', async () => {
  const { id: projectId } = await callAs<ProjectDetail>(ada, createProject, { name: 'Lighthouse' });
  for (const status of ['active', 'on_hold', 'active', 'done', 'active']) {
    expect(await callAs(ada, setProjectStatus, { projectId, status })).toMatchObject({ status });
  }
});

it('refuses an illegal step and says which are legal', async () => {
  const { id: projectId } = await callAs<ProjectDetail>(ada, createProject, { name: 'Lighthouse' });
  await expect(callAs(ada, setProjectStatus, { projectId, status: 'done' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'A project that is planned can become active or on_hold, not done.',
    details: { legalStatuses: ['active', 'on_hold'] },
  });
});

it('changes nothing when the project is already there', async () => {
  const before = await callAs<ProjectDetail>(ada, createProject, { name: 'Lighthouse' });
  expect(await callAs(ada, setProjectStatus, { projectId: before.id, status: 'planned' })).toEqual(before);
});

it('answers conflict to a stale version', async () => {
  const { id: projectId } = await callAs<ProjectDetail>(ada, createProject, { name: 'Lighthouse' });
  await callAs(ada, setProjectStatus, { projectId, status: 'active' });
  const stale = callAs(ada, setProjectStatus, { projectId, status: 'done', expectedVersion: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 2 } });
});
