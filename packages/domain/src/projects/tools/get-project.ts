import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ProjectDetail } from '../schemas.ts';
import { requireProjectDetail } from '../store.ts';

export const getProject = defineTool({
  name: 'get_project',
  title: 'Get project',
  summary: 'One project with its phases and how many tasks are in which status. Use it before changing a project.',
  module: 'projects',
  effect: 'read',
  input: z.strictObject({ projectId: z.uuid().describe('From list_projects.') }),
  output: ProjectDetail,
  examples: [{ projectId: '$projectId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, input, tx) => requireProjectDetail(tx, input.projectId));
