import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { ProjectDetail } from '../schemas.ts';
import { archiveProject } from './archive-project.ts';
import { createProject } from './create-project.ts';
import { setProjectStatus } from './set-project-status.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('puts a project away, and a second time changes nothing', async () => {
  const { id: projectId } = await callAs<ProjectDetail>(ada, createProject, { name: 'Ice rink' });
  const archived = await callAs<ProjectDetail>(ada, archiveProject, { projectId });
  expect(archived).toMatchObject({ archivedAt: expect.any(String), version: 2 });
  expect(await callAs(ada, archiveProject, { projectId })).toEqual(archived);
});

it('takes a project back, and then it can be changed again', async () => {
  const { id: projectId } = await callAs<ProjectDetail>(ada, createProject, { name: 'Ice rink' });
  await callAs(ada, archiveProject, { projectId });
  const back = await callAs<ProjectDetail>(ada, archiveProject, { projectId, archived: false });
  expect(back).toMatchObject({ archivedAt: null });
  expect(await callAs(ada, setProjectStatus, { projectId, status: 'active' })).toMatchObject({ status: 'active' });
});

it('keeps an archived project from changing status', async () => {
  const { id: projectId } = await callAs<ProjectDetail>(ada, createProject, { name: 'Ice rink' });
  await callAs(ada, archiveProject, { projectId });
  const call = callAs(ada, setProjectStatus, { projectId, status: 'active' });
  await expect(call).rejects.toMatchObject({ code: 'conflict' });
});

it('is shown to clients as a step that destroys nothing', () => {
  expect(archiveProject.annotations).toMatchObject({ destructiveHint: false, idempotentHint: true });
});
