import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { SearchText } from '../../text.ts';
import * as store from '../budgets/budget-store.ts';
import { Budget } from '../schemas.ts';

export const listBudgets = defineTool({
  name: 'list_budgets',
  title: 'List budgets',
  summary:
    'Budgets of projects by name, with what is consumed. Use it to see what a project may cost and what is left.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({
    projectId: z.uuid().optional().describe('From list_projects.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    text: SearchText.optional().describe('Part of the budget’s or project’s name, in any case.'),
    day: Day.optional().describe('Only those in force on this day.'),
    ...pageInput,
  }),
  output: pageOutput(Budget),
  examples: [{}, { projectId: '$projectId' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle((_ctx, filter, tx) => store.listBudgets(tx, filter));
