import { definePrompt, PromptLine } from '@countersign/contracts/define-prompt';
import { z } from 'zod';

export const monthEndInvoicing = definePrompt({
  name: 'month_end_invoicing',
  title: 'Month-end invoicing',
  summary: 'Turn a month’s unbilled time into invoice drafts, and issue those you agree to.',
  tools: ['list_time_entries', 'list_customers', 'generate_invoice_from_time', 'get_invoice', 'issue_invoice'],
  input: z.strictObject({
    month: PromptLine.optional().describe('Such as 2026-03; the month that just ended by default.'),
  }),
}).words(({ month = 'the month that has just ended' }) =>
  [
    `Let us invoice the work of ${month}.`,
    '1. Read the billable time of that month that is not invoiced yet, and sum it up by customer and project.',
    '2. Show me the sums and anything odd: entries without a rate, very long days, projects without a customer. Wait for my answer.',
    '3. For each customer I agree to, draft an invoice from that time. Show lines, VAT and total of every draft.',
    '4. Issue only the drafts I name. An issued invoice has its number for good; a mistake then takes a credit note.',
    'At the end list what was issued with numbers and totals, and what was left and why.',
  ].join('\n'),
);
