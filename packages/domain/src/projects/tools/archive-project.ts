import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { ProjectDetail } from '../schemas.ts';
import { lockProject, requireProjectDetail, updateProject } from '../store.ts';

export const archiveProject = defineTool({
  name: 'archive_project',
  title: 'Archive project',
  summary:
    'Put a project away: it leaves the lists and cannot be changed. Nothing is lost; the console can restore it.',
  module: 'projects',
  effect: 'settle',
  reversible: true,
  idempotent: true,
  input: z.strictObject({
    projectId: z.uuid().describe('From list_projects.'),
    expectedVersion: ExpectedVersion,
  }),
  output: ProjectDetail,
  examples: [{ projectId: '$projectId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { projectId, expectedVersion }, tx) => {
    const before = await lockProject(tx, projectId);
    refuseStale(before, expectedVersion);
    if (before.archivedAt === null) await updateProject(ctx, tx, projectId, { archivedAt: ctx.now.toISOString() });
    return requireProjectDetail(tx, projectId);
  });
