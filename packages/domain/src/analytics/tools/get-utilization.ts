import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { organizationToday } from '../../directory/index.ts';
import { utilizationOf, workdaysBetween } from '../rules.ts';
import { team } from '../schemas.ts';
import { workByMember } from '../utilization-store.ts';

const figures = {
  minutes: z.int(),
  billableMinutes: z.int(),
  availableMinutes: z.int(),
  utilizationPercent: z
    .int()
    .nullable()
    .describe('Billable of available, rounded down; null when there was no workday.'),
};

export const getUtilization = defineTool({
  name: 'get_utilization',
  title: 'Get utilization',
  summary:
    'How much of each member’s working time was billable, in a range up to today. Use it to see who is free or overbooked.',
  module: 'analytics',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.default('this_month').describe('By default this_month. Days after today do not count.'),
    hoursPerWeek: z
      .number()
      .min(1)
      .max(80)
      .default(37.5)
      .describe('What a member works in five days, Monday to Friday.'),
  }),
  output: z.object({
    team,
    from: z.iso.date(),
    to: z.iso.date(),
    workdays: z.int().describe('Monday to Friday; public holidays are not known here.'),
    members: z.array(
      z.object({
        memberId: z.uuid().nullable(),
        name: z.string().nullable().describe('Null for somebody who has left.'),
        ...figures,
      }),
    ),
    total: z.object(figures),
  }),
  examples: [{ range: 'last_month' }, { range: 'this_quarter', hoursPerWeek: 30 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range, hoursPerWeek }, tx) => {
    const today = await organizationToday(ctx, tx);
    const { from, to } = daysOf(range, today);
    const days = { from, to: to < today ? to : today };
    const workdays = workdaysBetween(days);
    const availableMinutes = Math.round((workdays * hoursPerWeek * 60) / 5);
    const members = (await workByMember(tx, days)).map((member) => utilizationOf(member, availableMinutes));
    const sum = (figure: 'minutes' | 'billableMinutes' | 'availableMinutes') =>
      members.reduce((all, member) => all + member[figure], 0);
    const total = { minutes: sum('minutes'), billableMinutes: sum('billableMinutes') };
    return {
      team: ctx.team?.name ?? null,
      ...days,
      workdays,
      members,
      total: utilizationOf(total, sum('availableMinutes')),
    };
  });
