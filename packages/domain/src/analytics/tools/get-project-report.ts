import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { budgetsOfProject } from '../../billing/index.ts';
import { requireProjectDetail } from '../../projects/index.ts';
import { moneyOfProject, workOnProject } from '../project-store.ts';
import { ProjectMoney, ProjectWork } from '../schemas.ts';

export const getProjectReport = defineTool({
  name: 'get_project_report',
  title: 'Get project report',
  summary:
    'How a project stands: tasks, hours by person, what it brought and cost in each currency, and what is left of its budgets.',
  module: 'analytics',
  effect: 'read',
  input: z.strictObject({ projectId: z.uuid().describe('From list_projects.') }),
  output: z.object({
    projectId: z.uuid(),
    name: z.string(),
    status: z.string(),
    customerName: z.string().nullable(),
    startsOn: z.iso.date().nullable(),
    dueOn: z.iso.date().nullable(),
    tasks: z.object({ todo: z.int(), doing: z.int(), blocked: z.int(), done: z.int() }),
    minutes: z.int(),
    billableMinutes: z.int(),
    unbilledMinutes: z.int().describe('Billable, and on no invoice.'),
    work: z.array(ProjectWork).describe('By person, most first.'),
    money: z.array(ProjectMoney).describe('Before VAT, for each currency.'),
    budgets: z.array(
      z.object({
        budgetId: z.uuid(),
        name: z.string(),
        currency: z.string(),
        amountMinor: z.int(),
        consumedMinor: z.int(),
        remainingMinor: z.int(),
        consumedPercent: z.int(),
      }),
    ),
  }),
  examples: [{ projectId: '$projectId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { projectId }, tx) => {
    const { name, status, customerName, startsOn, dueOn, taskCounts } = await requireProjectDetail(tx, projectId);
    const work = await workOnProject(tx, projectId);
    const sum = (figure: 'minutes' | 'billableMinutes' | 'unbilledMinutes') =>
      work.reduce((all, person) => all + person[figure], 0);
    const budgets = await budgetsOfProject(tx, projectId);
    return {
      projectId,
      name,
      status,
      customerName,
      startsOn,
      dueOn,
      tasks: taskCounts,
      minutes: sum('minutes'),
      billableMinutes: sum('billableMinutes'),
      unbilledMinutes: sum('unbilledMinutes'),
      work,
      money: await moneyOfProject(tx, projectId),
      budgets: budgets.map(({ id, ...budget }) => ({ budgetId: id, ...budget })),
    };
  });
