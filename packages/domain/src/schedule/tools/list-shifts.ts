import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { dayAfter } from '../../calendar.ts';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { voidFilter } from '../../voided.ts';
import { instantOf } from '../../zone-clock.ts';
import { Shift } from '../schemas.ts';
import * as store from '../shift-store.ts';

export const listShifts = defineTool({
  name: 'list_shifts',
  title: 'List shifts',
  summary:
    'Shifts by start, filtered by days, member, team or project, or only open ones. Use it to see who works when.',
  module: 'schedule',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.optional(),
    from: Day.optional().describe('First day in the organization’s time zone, instead of range.'),
    to: Day.optional().describe('Last day, inside.'),
    assigneeId: z.uuid().optional().describe('From list_members; whoami gives your own.'),
    open: z.boolean().optional().describe('True for shifts nobody works yet, false for the others.'),
    teamId: z.uuid().optional(),
    projectId: z.uuid().optional(),
    ...voidFilter,
    ...pageInput,
  }),
  output: pageOutput(Shift),
  examples: [{ range: 'this_week' }, { open: true, limit: 20 }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { range, from, to, ...filter }, tx) => {
    const { from: first, to: last } = daysAsked({ range, from, to }, await organizationToday(ctx, tx));
    const { timeZone } = await companyProfile(ctx, tx);
    const midnight = (day: string) => instantOf(`${day}T00:00`, timeZone).toISOString();
    return store.listShifts(tx, {
      ...filter,
      after: first && midnight(first),
      before: last && midnight(dayAfter(last, 1)),
    });
  });
