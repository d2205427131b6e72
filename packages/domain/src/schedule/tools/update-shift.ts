import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { requireAssignable, requireProject } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line, Prose } from '../../text.ts';
import { voidFields, voidInput } from '../../voided.ts';
import { TimeZone } from '../../zone-clock.ts';
import { ZonedTime } from '../../zoned-time.ts';
import { Shift } from '../schemas.ts';
import { lockShift, refuseOverlap, requireShift, updateShift as update } from '../shift-store.ts';
import { shiftTimes } from '../shift-times.ts';

export const updateShift = defineTool({
  name: 'update_shift',
  title: 'Update shift',
  summary: 'Move, change or void a shift. Who works it is changed with assign_shift. A member’s shifts cannot overlap.',
  module: 'schedule',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    shiftId: z.uuid().describe('From list_shifts.'),
    title: Line().optional(),
    startsAt: ZonedTime.optional().describe('ISO 8601 with an offset, or without one for clock time in timeZone.'),
    endsAt: ZonedTime.optional(),
    timeZone: TimeZone.optional(),
    note: Prose(1000).optional(),
    teamId: z.uuid().optional().describe('From list_teams; cleared, the whole organization’s.'),
    projectId: z.uuid().optional(),
    ...voidInput,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { note: '', teamId: null, projectId: null },
  output: Shift,
  examples: [{ shiftId: '$shiftId', note: 'Keys are at the reception.' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { shiftId, expectedVersion, voided, voidReason, ...said }, tx) => {
    const before = await lockShift(tx, shiftId);
    refuseStale(before, expectedVersion);
    const voidance = voidFields(ctx, before, { voided, voidReason }, said);
    const { timeZone = before.timeZone, teamId = before.teamId } = said;
    const times = shiftTimes(said.startsAt ?? before.startsAt, said.endsAt ?? before.endsAt, timeZone);
    if (said.projectId) await requireProject(tx, said.projectId);
    if (before.assigneeId !== null && teamId !== before.teamId) {
      await requireAssignable(tx, before.assigneeId, teamId, 'teamId');
    }
    if (!voided) await refuseOverlap(tx, { assigneeId: before.assigneeId, ...times }, shiftId);
    await update(ctx, tx, shiftId, { ...said, ...times, ...voidance });
    return requireShift(tx, shiftId);
  });
