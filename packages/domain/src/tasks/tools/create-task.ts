import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseArchived, requireAssignable, requireProject } from '../../projects/index.ts';
import { Line, Prose } from '../../text.ts';
import { completedAt } from '../rules.ts';
import { AssigneeId, EstimateMinutes, PhaseId, Task, TaskDueOn, TaskPriority, TaskStatus } from '../schemas.ts';
import { insertTask, requireTask } from '../store.ts';

export const createTask = defineTool({
  name: 'create_task',
  title: 'Create task',
  summary: 'Add a task to a project. Only the project and a title are needed.',
  module: 'tasks',
  effect: 'create',
  input: z.strictObject({
    projectId: z.uuid().describe('From list_projects.'),
    title: Line(),
    description: Prose().optional(),
    phaseId: PhaseId,
    assigneeId: AssigneeId,
    status: TaskStatus.default('todo'),
    priority: TaskPriority.optional(),
    dueOn: TaskDueOn,
    estimateMinutes: EstimateMinutes,
  }),
  output: Task,
  examples: [
    { projectId: '$projectId', title: 'Collect the photo releases' },
    {
      projectId: '$projectId',
      title: 'Proofread the booklet',
      priority: 'high',
      dueOn: '2027-02-01',
      estimateMinutes: 90,
    },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, fields, tx) => {
    const project = await requireProject(tx, fields.projectId);
    refuseArchived(project);
    if (fields.assigneeId) await requireAssignable(tx, fields.assigneeId, project.teamId, 'assigneeId');
    const taskId = await insertTask(ctx, tx, { ...fields, completedAt: completedAt(fields.status, null, ctx.now) });
    return requireTask(tx, taskId);
  });
