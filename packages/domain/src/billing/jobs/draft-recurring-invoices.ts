import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { draftDue } from '../recurring/draft-due.ts';

export const draftRecurringInvoices = defineJob({
  name: 'draft_recurring_invoices',
  summary: 'Turns recurring invoices that are due into drafts, also while a switch is off. It issues nothing.',
  // Every hour, because a day begins at another hour in each time zone.
  schedule: '2 * * * *',
  input: z.strictObject({}),
}).handle((ctx, _input, tx) => draftDue(ctx, tx));
