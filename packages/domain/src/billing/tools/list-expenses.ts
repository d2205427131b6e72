import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { SearchText } from '../../text.ts';
import { EXPENSE_STATUSES } from '../expenses/expense-rules.ts';
import { Category, Expense } from '../expenses/expense-schemas.ts';
import * as store from '../expenses/expense-store.ts';

export const listExpenses = defineTool({
  name: 'list_expenses',
  title: 'List expenses',
  summary:
    'Expenses by date, newest first, by status, category, project or dates. Use it to see what is unbooked, owed or paid.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({
    status: z.array(z.enum(EXPENSE_STATUSES)).min(1).max(3).optional().describe('Any of these; all when absent.'),
    category: Category.optional(),
    overdue: z.boolean().optional().describe('Not paid, and past its due date.'),
    hasReceipt: z.boolean().optional().describe('Whether the receipt or bill itself is kept with it.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    text: SearchText.optional().describe('Part of the supplier’s name or the description, in any case.'),
    incurredRange: DateRange.optional(),
    incurredFrom: Day.optional(),
    incurredTo: Day.optional(),
    ...pageInput,
  }),
  output: pageOutput(Expense),
  examples: [
    {},
    { status: ['booked'], overdue: true },
    { hasReceipt: false },
    { category: 'travel', incurredRange: 'this_year', limit: 10 },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { incurredRange, incurredFrom, incurredTo, ...filter }, tx) => {
    const today = await organizationToday(ctx, tx);
    const asked = { range: incurredRange, from: incurredFrom, to: incurredTo };
    const { from, to } = daysAsked(asked, today, ['incurredFrom', 'incurredTo']);
    return store.listExpenses(tx, { ...filter, incurredFrom: from, incurredTo: to }, today);
  });
