import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { memberMeant } from '../members.ts';
import { TimeEntry } from '../schemas.ts';
import { findRunning } from '../store.ts';

export const getRunningTimer = defineTool({
  name: 'get_running_timer',
  title: 'Get running timer',
  summary: 'The timer that runs for you, or for another member, or null. Use it before starting or stopping one.',
  module: 'time',
  effect: 'read',
  input: z.strictObject({ memberId: z.uuid().optional().describe('From list_members; by default yourself.') }),
  output: z.object({ timer: TimeEntry.nullable() }),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { memberId }, tx) => ({
    timer: (await findRunning(tx, await memberMeant(ctx, tx, memberId))) ?? null,
  }));
