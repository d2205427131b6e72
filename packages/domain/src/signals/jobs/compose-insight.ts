import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { composeInsight as compose } from '../compose-insight.ts';

export const composeInsight = defineJob({
  name: 'compose_insight',
  summary: 'Keeps the figures of the week that has ended.',
  // Early on Monday; the hours after it are for a worker that was away. A week is kept once.
  schedule: '15 3-9 * * 1',
  input: z.strictObject({}),
}).handle(async (ctx, _input, tx) => {
  await compose(tx, ctx.organization.id, await organizationToday(ctx, tx));
});
