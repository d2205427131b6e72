import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Task } from '../schemas.ts';
import { requireTask } from '../store.ts';

export const getTask = defineTool({
  name: 'get_task',
  title: 'Get task',
  summary: 'One task whole: description, project, phase, assignee, dates. Use it before changing a task.',
  module: 'tasks',
  effect: 'read',
  input: z.strictObject({ taskId: z.uuid().describe('From list_tasks.') }),
  output: Task,
  examples: [{ taskId: '$taskId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, input, tx) => requireTask(tx, input.taskId));
