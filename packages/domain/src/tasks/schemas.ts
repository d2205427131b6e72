import { z } from 'zod';
import { Day } from '../day.ts';
import { voidOutput } from '../voided.ts';

export const TaskStatus = z.enum(['todo', 'doing', 'blocked', 'done']);
export type TaskStatus = z.infer<typeof TaskStatus>;

export const TaskPriority = z.enum(['low', 'normal', 'high']);
export type TaskPriority = z.infer<typeof TaskPriority>;

export const TaskDueOn = Day.optional().describe('YYYY-MM-DD.');
export const EstimateMinutes = z.int().min(1).max(600_000).optional();
export const AssigneeId = z
  .uuid()

  .optional()
  .describe('A member who can see the project, from list_members.');
export const PhaseId = z.uuid().optional().describe('A phase of the same project, from get_project.');

export const Task = z.object({
  id: z.uuid(),
  title: z.string(),
  description: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  projectId: z.uuid(),
  projectName: z.string(),
  phaseId: z.uuid().nullable(),
  phaseName: z.string().nullable(),
  assigneeId: z.uuid().nullable(),
  assigneeName: z.string().nullable(),
  dueOn: z.iso.date().nullable(),
  estimateMinutes: z.int().nullable(),
  completedAt: z.iso.datetime().nullable(),
  ...voidOutput,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Task = z.infer<typeof Task>;
