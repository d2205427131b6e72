import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { voidFields, voidInput } from '../../voided.ts';
import { refuseForeignTime } from '../members.ts';
import { movedWork, placeWork } from '../placement.ts';
import { refuseFuture, refuseInvoiced, refuseUnbillable } from '../rules.ts';
import { Minutes, TimeEntry, workFields } from '../schemas.ts';
import { changeTime, lockTimeEntry, requireTimeEntry } from '../store.ts';

/** Time of a project is its team’s; other time stays with the team that logged it. */
const { teamId: _, ...placeable } = workFields;

export const updateTimeEntry = defineTool({
  name: 'update_time_entry',
  title: 'Update time entry',
  summary:
    'Change minutes, day, rate or text, place it anew by task, project or customer, or void it; what is not named stays. What is invoiced cannot change.',
  module: 'time',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    timeEntryId: z.uuid().describe('From list_time_entries.'),
    minutes: Minutes.optional(),
    workedOn: Day.optional(),
    ...placeable,
    ...voidInput,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { taskId: null, projectId: null, customerId: null, rateMinor: null, description: '' },
  output: TimeEntry,
  examples: [
    { timeEntryId: '$ownTimeEntryId', minutes: 45, description: 'Call with the printer' },
    { timeEntryId: '$ownTimeEntryId', voided: true, voidReason: 'Logged twice' },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(
    async (ctx, { timeEntryId, expectedVersion, minutes, workedOn, description, voided, voidReason, ...work }, tx) => {
      const before = await lockTimeEntry(tx, timeEntryId);
      refuseForeignTime(ctx, before.memberId);
      refuseStale(before, expectedVersion);
      const voidance = voidFields(ctx, before, { voided, voidReason }, { minutes, workedOn, description, ...work });
      refuseInvoiced(before);
      if (before.running && voided) {
        throw new AppError('conflict', 'This timer is running. Stop it with stop_timer, then void its entry.');
      }
      if (before.running && minutes !== undefined) {
        throw new AppError('conflict', 'This timer is running. Stop it with stop_timer, then change its minutes.');
      }
      if (workedOn !== undefined) refuseFuture(workedOn, await organizationToday(ctx, tx));
      const { billable = before.billable, rateMinor = before.rateMinor } = work;
      const moved = movedWork(before, work);
      if (!moved) refuseUnbillable(billable, before.customerId);
      // Where it is placed follows from what is named; what an hour costs, in which currency and whether it is billed do not.
      const { currency: _currency, ...place } = moved
        ? await placeWork(ctx, tx, before.memberId, { ...moved, billable, rateMinor }, before.teamId)
        : { billable, rateMinor, currency: before.currency };
      await changeTime(ctx, tx, timeEntryId, { ...place, ...voidance, minutes, workedOn, description });
      return requireTimeEntry(tx, timeEntryId);
    },
  );
