import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { voidFilter } from '../../voided.ts';
import { TimeEntry } from '../schemas.ts';
import * as store from '../store.ts';

export const listTimeEntries = defineTool({
  name: 'list_time_entries',
  title: 'List time entries',
  summary:
    'Hours worked, latest day first, by person, project, customer or range. invoiced: false shows what is still to be billed.',
  module: 'time',
  effect: 'read',
  input: z.strictObject({
    memberId: z.uuid().optional().describe('From list_members; whoami gives your own.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
    taskId: z.uuid().optional().describe('From list_tasks.'),
    customerId: z.uuid().optional().describe('From list_customers.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    billable: z.boolean().optional(),
    invoiced: z.boolean().optional().describe('True for what an invoice or a draft bills.'),
    range: DateRange.optional(),
    from: Day.optional(),
    to: Day.optional(),
    ...voidFilter,
    ...pageInput,
  }),
  output: pageOutput(TimeEntry),
  examples: [{ range: 'this_month' }, { billable: true, invoiced: false, limit: 20 }, { projectId: '$projectId' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { range, from, to, ...filter }, tx) => {
    const days = daysAsked({ range, from, to }, await organizationToday(ctx, tx));
    return store.listTimeEntries(tx, { ...filter, ...days });
  });
