import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { SearchText } from '../../text.ts';
import { Project, ProjectStatus } from '../schemas.ts';
import * as store from '../store.ts';

export const listProjects = defineTool({
  name: 'list_projects',
  title: 'List projects',
  summary:
    'Projects by name, filtered by status, team, customer, lead, text or due date. Use it to find a project and its id.',
  module: 'projects',
  effect: 'read',
  input: z.strictObject({
    status: z.array(ProjectStatus).min(1).max(4).optional().describe('Any of these; all when absent.'),
    teamId: z.uuid().optional(),
    customerId: z.uuid().optional(),
    leadId: z.uuid().optional().describe('The member who answers for the project.'),
    text: SearchText.optional(),
    dueRange: DateRange.optional(),
    dueFrom: Day.optional(),
    dueTo: Day.optional(),
    includeArchived: z.boolean().default(false),
    ...pageInput,
  }),
  output: pageOutput(Project),
  examples: [{}, { status: ['active', 'on_hold'], dueRange: 'this_year', limit: 10 }, { text: 'website' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { dueRange, dueFrom, dueTo, ...filter }, tx) => {
    const asked = { range: dueRange, from: dueFrom, to: dueTo };
    const due = daysAsked(asked, await organizationToday(ctx, tx), ['dueFrom', 'dueTo']);
    return store.listProjects(tx, { ...filter, dueFrom: due.from, dueTo: due.to });
  });
