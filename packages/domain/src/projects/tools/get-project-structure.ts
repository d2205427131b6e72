import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Phase, ProjectDetail, TaskInStructure } from '../schemas.ts';
import { requireStructure } from '../structure-store.ts';

export const getProjectStructure = defineTool({
  name: 'get_project_structure',
  title: 'Get project structure',
  summary: 'A project as a tree: its phases in order, each with its tasks. Use it to see the whole plan at once.',
  module: 'projects',
  effect: 'read',
  input: z.strictObject({ projectId: z.uuid().describe('From list_projects.') }),
  output: z.object({
    project: ProjectDetail.omit({ phases: true }),
    phases: z.array(Phase.extend({ tasks: z.array(TaskInStructure) })),
    tasksOutsidePhases: z.array(TaskInStructure),
    truncated: z.boolean().describe('True when there are more than 1000 tasks; list_tasks pages through all.'),
  }),
  examples: [{ projectId: '$projectId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, input, tx) => requireStructure(tx, input.projectId));
