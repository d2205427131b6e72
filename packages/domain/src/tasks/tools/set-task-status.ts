import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseArchived, requireProject } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { refuseVoided } from '../../voided.ts';
import { completedAt } from '../rules.ts';
import { Task, TaskStatus } from '../schemas.ts';
import { lockTask, requireTask, updateTask } from '../store.ts';

export const setTaskStatus = defineTool({
  name: 'set_task_status',
  title: 'Set task status',
  summary: 'Move a task to todo, doing, blocked or done. Use it when work on it starts, stops or is finished.',
  module: 'tasks',
  effect: 'status',
  idempotent: true,
  input: z.strictObject({
    taskId: z.uuid().describe('From list_tasks.'),
    status: TaskStatus,
    expectedVersion: ExpectedVersion,
  }),
  output: Task,
  examples: [{ taskId: '$taskId', status: 'doing' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { taskId, status, expectedVersion }, tx) => {
    const before = await lockTask(tx, taskId);
    refuseStale(before, expectedVersion);
    refuseVoided(before);
    refuseArchived(await requireProject(tx, before.projectId));
    if (before.status !== status) {
      await updateTask(ctx, tx, taskId, { status, completedAt: completedAt(status, before.completedAt, ctx.now) });
    }
    return requireTask(tx, taskId);
  });
