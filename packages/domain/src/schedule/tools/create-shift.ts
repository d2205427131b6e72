import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { companyProfile } from '../../directory/index.ts';
import { requireAssignable } from '../../projects/index.ts';
import { Line, Prose } from '../../text.ts';
import { TimeZone } from '../../zone-clock.ts';
import { ZonedTime } from '../../zoned-time.ts';
import { teamOf } from '../placement.ts';
import { Shift } from '../schemas.ts';
import { insertShift, refuseOverlap, requireShift } from '../shift-store.ts';
import { shiftTimes } from '../shift-times.ts';

export const createShift = defineTool({
  name: 'create_shift',
  title: 'Create shift',
  summary: 'Plan hours of work, for a member or open until assign_shift. A member’s shifts cannot overlap.',
  module: 'schedule',
  effect: 'create',
  input: z.strictObject({
    title: Line().describe('What is worked, such as Front desk.'),
    startsAt: ZonedTime.describe('ISO 8601 with an offset, or without one for clock time in timeZone.'),
    endsAt: ZonedTime.describe('As startsAt; at most 48 hours later.'),
    timeZone: TimeZone.optional().describe('IANA name such as Europe/Helsinki; the organization’s own unless said.'),
    assigneeId: z.uuid().optional().describe('Who works it, from list_members.'),
    note: Prose(1000).optional(),
    teamId: z.uuid().optional().describe('The project’s team or the connection’s unless said.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
  }),
  output: Shift,
  examples: [{ title: 'Front desk', startsAt: '2031-03-03T08:00', endsAt: '2031-03-03T16:00' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, said, tx) => {
    const timeZone = said.timeZone ?? (await companyProfile(ctx, tx)).timeZone;
    const teamId = await teamOf(ctx, tx, said);
    const worked = { assigneeId: said.assigneeId ?? null, ...shiftTimes(said.startsAt, said.endsAt, timeZone) };
    if (worked.assigneeId !== null) await requireAssignable(tx, worked.assigneeId, teamId, 'assigneeId');
    await refuseOverlap(tx, worked);
    const shiftId = await insertShift(ctx, tx, { ...said, ...worked, timeZone, teamId });
    return requireShift(tx, shiftId);
  });
