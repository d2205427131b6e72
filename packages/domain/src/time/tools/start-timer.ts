import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { memberMeant, refuseForeignTime } from '../members.ts';
import { placeWork } from '../placement.ts';
import { memberId, TimeEntry, workFields } from '../schemas.ts';
import { findRunning, insertTime, requireTimeEntry } from '../store.ts';

export const startTimer = defineTool({
  name: 'start_timer',
  title: 'Start timer',
  summary: 'Start the clock on a task, a project or anything else. One timer runs for a person; stop_timer ends it.',
  module: 'time',
  effect: 'start',
  input: z.strictObject({ ...workFields, memberId }),
  output: TimeEntry,
  examples: [{}, { taskId: '$taskId', description: 'First round of corrections' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { memberId: named, description, ...work }, tx) => {
    const member = await memberMeant(ctx, tx, named);
    refuseForeignTime(ctx, member);
    const place = await placeWork(ctx, tx, member, work);
    const id = await insertTime(ctx, tx, {
      ...place,
      memberId: member,
      description,
      startedAt: ctx.now.toISOString(),
      workedOn: await organizationToday(ctx, tx),
    });
    if (id) return requireTimeEntry(tx, id);
    const running = await findRunning(tx, member);
    throw new AppError('conflict', 'A timer is running already: see timeEntryId. Stop it with stop_timer first.', {
      timeEntryId: running?.id ?? null,
      startedAt: running?.startedAt ?? null,
    });
  });
