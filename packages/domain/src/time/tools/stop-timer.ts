import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { companyProfile } from '../../directory/index.ts';
import { zonedText } from '../../zone-clock.ts';
import { toInstant, ZonedTime } from '../../zoned-time.ts';
import { memberMeant, refuseForeignTime } from '../members.ts';
import { minutesBetween } from '../rules.ts';
import { memberId, TimeEntry, workFields } from '../schemas.ts';
import { changeTime, findRunning, lockTimeEntry, requireTimeEntry } from '../store.ts';

export const stopTimer = defineTool({
  name: 'stop_timer',
  title: 'Stop timer',
  summary: 'Stop the running timer and keep its minutes. endedAt corrects a timer that was forgotten.',
  module: 'time',
  effect: 'start',
  input: z.strictObject({
    endedAt: ZonedTime.optional().describe(
      'When the work ended, ISO 8601 with an offset, or without one for the clock where the organization is; by default now.',
    ),
    description: workFields.description,
    memberId,
  }),
  output: TimeEntry,
  examples: [{ memberId: '$timerMemberId', description: 'First round of corrections, sent to the customer' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { endedAt, description, memberId: named }, tx) => {
    const member = await memberMeant(ctx, tx, named);
    refuseForeignTime(ctx, member);
    const running = await findRunning(tx, member);
    // Whoever stops it at the same moment has stopped it when the lock is had.
    const timer = running && (await lockTimeEntry(tx, running.id));
    if (!timer?.running || timer.startedAt === null) {
      throw new AppError('conflict', 'No timer is running. Start one with start_timer, or log the time with log_time.');
    }
    const { timeZone } = await companyProfile(ctx, tx);
    const end = endedAt === undefined ? ctx.now : new Date(toInstant(endedAt, timeZone, 'endedAt'));
    if (end > ctx.now) {
      const clock = zonedText(ctx.now.toISOString(), timeZone);
      throw new AppError('invalid_input', `endedAt: that is still to come; it is ${clock}. Leave it out to stop now.`, {
        fields: [{ path: 'endedAt', problem: 'in the future' }],
      });
    }
    await changeTime(ctx, tx, timer.id, { minutes: minutesBetween(new Date(timer.startedAt), end), description });
    return requireTimeEntry(tx, timer.id);
  });
