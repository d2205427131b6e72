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
    'Put a project away: it leaves the lists and cannot be changed. Nothing is lost; archived: false takes it back.',
  module: 'projects',
  effect: 'settle',
  reversible: true,
  idempotent: true,
  input: z.strictObject({
    projectId: z.uuid().describe('From list_projects, with includeArchived for one to take back.'),
    archived: z.boolean().default(true).describe('false takes it back.'),
    expectedVersion: ExpectedVersion,
  }),
  output: ProjectDetail,
  examples: [{ projectId: '$projectId' }, { projectId: '$projectId', archived: false }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { projectId, archived, expectedVersion }, tx) => {
    const before = await lockProject(tx, projectId);
    refuseStale(before, expectedVersion);
    if ((before.archivedAt !== null) !== archived) {
      await updateProject(ctx, tx, projectId, { archivedAt: archived ? ctx.now.toISOString() : null });
    }
    return requireProjectDetail(tx, projectId);
  });
