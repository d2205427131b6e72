import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { missingAssignee, requireAssignable } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { refuseVoided } from '../../voided.ts';
import { Shift } from '../schemas.ts';
import { lockShift, refuseOverlap, requireShift, updateShift } from '../shift-store.ts';

export const assignShift = defineTool({
  name: 'assign_shift',
  title: 'Assign shift',
  summary: 'Give a shift to a member, or open it again. Refused when the member already works another shift then.',
  module: 'schedule',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    shiftId: z.uuid().describe('From list_shifts.'),
    assigneeId: z.uuid().optional().describe('From list_members; cleared, the shift is open.'),
    expectedVersion: ExpectedVersion,
  }),
  clearable: { assigneeId: null },
  output: Shift,
  examples: [
    { shiftId: '$shiftId', assigneeId: '$memberId' },
    { shiftId: '$shiftId', clear: ['assigneeId'] },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { shiftId, assigneeId, expectedVersion }, tx) => {
    const before = await lockShift(tx, shiftId);
    refuseStale(before, expectedVersion);
    refuseVoided(before);
    if (assigneeId === undefined) throw missingAssignee();
    if (assigneeId !== null) await requireAssignable(tx, assigneeId, before.teamId, 'assigneeId');
    await refuseOverlap(tx, { ...before, assigneeId }, shiftId);
    await updateShift(ctx, tx, shiftId, { assigneeId });
    return requireShift(tx, shiftId);
  });
