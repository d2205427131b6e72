import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { evaluateSignals as evaluate } from '../evaluate-signals.ts';

export const evaluateSignals = defineJob({
  name: 'evaluate_signals',
  summary: 'Looks for everything the organization watches for, opens issues and resolves those whose cause is gone.',
  schedule: '*/5 * * * *',
  input: z.strictObject({}),
}).handle(async (ctx, _input, tx) => {
  await evaluate(ctx, tx);
});
