import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { SearchText } from '../../text.ts';
import { RecurringInvoice } from '../recurring/recurring-schemas.ts';
import * as store from '../recurring/recurring-store.ts';

export const listRecurringInvoices = defineTool({
  name: 'list_recurring_invoices',
  title: 'List recurring invoices',
  summary:
    'What is billed again and again, by name, with lines and the day of the next draft. Drafts are made also while MCP writing is off, and never issued by themselves.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({
    paused: z.boolean().optional(),
    customerId: z.uuid().optional().describe('From list_customers.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    text: SearchText.optional().describe('Part of the series’ or customer’s name, in any case.'),
    ...pageInput,
  }),
  output: pageOutput(RecurringInvoice),
  examples: [{}, { paused: false, limit: 10 }],
})
  .allow(inTeam((input) => input.teamId))
  .handle((_ctx, filter, tx) => store.listRecurringInvoices(tx, filter));
