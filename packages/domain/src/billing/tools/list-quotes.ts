import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { SearchText } from '../../text.ts';
import * as store from '../quotes/quote-store.ts';
import { QUOTE_STATUSES } from '../rules.ts';
import { Quote } from '../schemas.ts';

export const listQuotes = defineTool({
  name: 'list_quotes',
  title: 'List quotes',
  summary: 'Quotes, newest first, by status, customer or project. Use it to see which offers wait for an answer.',
  module: 'billing',
  effect: 'read',
  input: z.strictObject({
    status: z.array(z.enum(QUOTE_STATUSES)).min(1).max(4).optional().describe('Any of these; all when absent.'),
    customerId: z.uuid().optional().describe('From list_customers.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    text: SearchText.optional().describe('Part of the title or customer’s name, in any case.'),
    ...pageInput,
  }),
  output: pageOutput(Quote),
  examples: [{}, { status: ['sent'], limit: 10 }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, filter, tx) => store.listQuotes(tx, filter, await organizationToday(ctx, tx)));
