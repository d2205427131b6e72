import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { SearchText } from '../../text.ts';
import { voidFilter } from '../../voided.ts';
import { Task, TaskPriority, TaskStatus } from '../schemas.ts';
import * as store from '../store.ts';

export const listTasks = defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  summary:
    'Tasks by due date, filtered by project, assignee, status, text or due date. Use it to see what is open, late or whose.',
  module: 'tasks',
  effect: 'read',
  input: z.strictObject({
    projectId: z.uuid().optional(),
    phaseId: z.uuid().optional(),
    teamId: z.uuid().optional().describe('The team of the task’s project.'),
    customerId: z.uuid().optional().describe('The customer of the task’s project.'),
    assigneeId: z.uuid().optional().describe('From list_members; whoami gives your own.'),
    unassigned: z.boolean().optional().describe('True for tasks nobody is assigned to.'),
    status: z.array(TaskStatus).min(1).max(4).optional().describe('Any of these; all when absent.'),
    priority: TaskPriority.optional(),
    text: SearchText.optional(),
    dueRange: DateRange.optional(),
    dueFrom: Day.optional(),
    dueTo: Day.optional(),
    overdue: z.boolean().optional().describe('True for tasks that were due before today and are not done.'),
    ...voidFilter,
    ...pageInput,
  }),
  output: pageOutput(Task),
  examples: [
    { overdue: true },
    { projectId: '$projectId', status: ['todo', 'doing'] },
    { dueRange: 'this_month', limit: 20 },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { dueRange, dueFrom, dueTo, overdue, ...filter }, tx) => {
    const today = await organizationToday(ctx, tx);
    const due = daysAsked({ range: dueRange, from: dueFrom, to: dueTo }, today, ['dueFrom', 'dueTo']);
    return store.listTasks(tx, {
      ...filter,
      dueFrom: due.from,
      dueTo: due.to,
      overdueOn: overdue ? today : undefined,
    });
  });
