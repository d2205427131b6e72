import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { confirmInput } from '../../plausible.ts';
import { refuseUnlikelyDay } from '../../plausible-day.ts';
import { refuseLongDay } from '../day-store.ts';
import { memberMeant, refuseForeignTime } from '../members.ts';
import { placeWork } from '../placement.ts';
import { refuseFuture } from '../rules.ts';
import { Minutes, memberId, TimeEntry, workFields } from '../schemas.ts';
import { insertTime, requireTimeEntry } from '../store.ts';

export const logTime = defineTool({
  name: 'log_time',
  title: 'Log time',
  summary:
    'Record time that was worked, on a task, a project, for a customer or in-house. Only the minutes are needed.',
  module: 'time',
  effect: 'create',
  input: z.strictObject({
    minutes: Minutes,
    workedOn: Day.optional().describe('YYYY-MM-DD; by default today where the organization is.'),
    ...workFields,
    memberId,
    ...confirmInput('date', 'hours'),
  }),
  output: TimeEntry,
  examples: [{ minutes: 30 }, { minutes: 150, taskId: '$taskId', description: 'Workshop and write-up' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { memberId: named, minutes, workedOn, description, confirm, ...work }, tx) => {
    const member = await memberMeant(ctx, tx, named);
    refuseForeignTime(ctx, member);
    const today = await organizationToday(ctx, tx);
    if (workedOn !== undefined) refuseFuture(workedOn, today);
    refuseUnlikelyDay(workedOn, today, 'workedOn', confirm);
    await refuseLongDay(tx, { memberId: member, workedOn: workedOn ?? today, minutes }, confirm);
    const place = await placeWork(ctx, tx, member, work);
    const fields = { ...place, memberId: member, description, minutes, workedOn: workedOn ?? today };
    const id = await insertTime(ctx, tx, fields);
    // Only a running timer can be one too many.
    return requireTimeEntry(tx, id ?? '');
  });
