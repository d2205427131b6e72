import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { refuseArchived, refuseIllegalTransition } from '../rules.ts';
import { ProjectDetail, ProjectStatus } from '../schemas.ts';
import { lockProject, requireProjectDetail, updateProject } from '../store.ts';

export const setProjectStatus = defineTool({
  name: 'set_project_status',
  title: 'Set project status',
  summary:
    'Move a project to planned, active, on_hold or done. Use it when work starts, pauses, ends or is taken up again.',
  module: 'projects',
  effect: 'status',
  idempotent: true,
  input: z.strictObject({
    projectId: z.uuid().describe('From list_projects.'),
    status: ProjectStatus,
    expectedVersion: ExpectedVersion,
  }),
  output: ProjectDetail,
  examples: [{ projectId: '$projectId', status: 'active' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { projectId, status, expectedVersion }, tx) => {
    const before = await lockProject(tx, projectId);
    refuseStale(before, expectedVersion);
    refuseArchived(before);
    refuseIllegalTransition(before.status, status);
    if (before.status !== status) await updateProject(ctx, tx, projectId, { status });
    return requireProjectDetail(tx, projectId);
  });
