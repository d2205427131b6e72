import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { SearchText } from '../../text.ts';
import * as store from '../invoices/invoice-store.ts';
import { INVOICE_STATUSES } from '../rules.ts';
import { Invoice } from '../schemas.ts';

export const listInvoices = defineTool({
  name: 'list_invoices',
  title: 'List invoices',
  summary:
    'Invoices, newest first, by status, customer, project or dates. Use it to see what is drafted, open, overdue or paid.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({
    status: z
      .array(z.enum(INVOICE_STATUSES))
      .min(1)
      .max(INVOICE_STATUSES.length)
      .optional()
      .describe('Any of these; all when absent.'),
    overdue: z.boolean().optional().describe('Issued, not settled, and past its due date.'),
    toRefund: z.boolean().optional().describe('With money to give back, because it was credited after it was paid.'),
    customerId: z.uuid().optional().describe('From list_customers.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    text: SearchText.optional().describe('Part of the number, reference or customer’s name, in any case.'),
    issuedRange: DateRange.optional(),
    issuedFrom: Day.optional(),
    issuedTo: Day.optional(),
    dueFrom: Day.optional(),
    dueTo: Day.optional(),
    ...pageInput,
  }),
  output: pageOutput(Invoice),
  examples: [{}, { status: ['issued', 'partly_paid'], overdue: true }, { issuedRange: 'this_year', limit: 10 }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { issuedRange, issuedFrom, issuedTo, ...filter }, tx) => {
    const today = await organizationToday(ctx, tx);
    const asked = { range: issuedRange, from: issuedFrom, to: issuedTo };
    const { from, to } = daysAsked(asked, today, ['issuedFrom', 'issuedTo']);
    daysAsked({ from: filter.dueFrom, to: filter.dueTo }, today, ['dueFrom', 'dueTo']);
    return store.listInvoices(tx, { ...filter, issuedFrom: from, issuedTo: to }, today);
  });
