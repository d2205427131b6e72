import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseArchived, requireProject } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line, Prose } from '../../text.ts';
import { voidFields, voidInput } from '../../voided.ts';
import { EstimateMinutes, PhaseId, Task, TaskDueOn, TaskPriority } from '../schemas.ts';
import { lockTask, requireTask, updateTask as update } from '../store.ts';

export const updateTask = defineTool({
  name: 'update_task',
  title: 'Update task',
  summary:
    'Change a task’s title, description, phase, priority, due date or estimate, or void it. What is not named stays as it is.',
  module: 'tasks',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    taskId: z.uuid().describe('From list_tasks.'),
    title: Line().optional(),
    description: Prose().optional(),
    phaseId: PhaseId,
    priority: TaskPriority.optional(),
    dueOn: TaskDueOn,
    estimateMinutes: EstimateMinutes,
    ...voidInput,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { description: '', phaseId: null, dueOn: null, estimateMinutes: null },
  output: Task,
  examples: [{ taskId: '$taskId', priority: 'high', dueOn: '2027-02-15' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { taskId, expectedVersion, voided, voidReason, ...fields }, tx) => {
    const before = await lockTask(tx, taskId);
    refuseStale(before, expectedVersion);
    refuseArchived(await requireProject(tx, before.projectId));
    const voidance = voidFields(ctx, before, { voided, voidReason }, fields);
    await update(ctx, tx, taskId, { ...fields, ...voidance });
    return requireTask(tx, taskId);
  });
