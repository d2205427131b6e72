import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { missingAssignee, refuseArchived, requireAssignable, requireProject } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { refuseVoided } from '../../voided.ts';
import { Task } from '../schemas.ts';
import { lockTask, requireTask, updateTask } from '../store.ts';

export const assignTask = defineTool({
  name: 'assign_task',
  title: 'Assign task',
  summary: 'Give a task to a member who can see its project, or to nobody. Use it when somebody takes over.',
  module: 'tasks',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    taskId: z.uuid().describe('From list_tasks.'),
    assigneeId: z.uuid().optional().describe('From list_members; cleared, the task is nobody’s.'),
    expectedVersion: ExpectedVersion,
  }),
  clearable: { assigneeId: null },
  output: Task,
  examples: [
    { taskId: '$taskId', assigneeId: '$memberId' },
    { taskId: '$taskId', clear: ['assigneeId'] },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { taskId, assigneeId, expectedVersion }, tx) => {
    const before = await lockTask(tx, taskId);
    refuseStale(before, expectedVersion);
    refuseVoided(before);
    if (assigneeId === undefined) throw missingAssignee();
    const project = await requireProject(tx, before.projectId);
    refuseArchived(project);
    if (assigneeId !== null) await requireAssignable(tx, assigneeId, project.teamId, 'assigneeId');
    await updateTask(ctx, tx, taskId, { assigneeId });
    return requireTask(tx, taskId);
  });
