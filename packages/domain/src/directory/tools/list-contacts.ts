import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { SearchText } from '../../text.ts';
import { listContacts as listStoredContacts } from '../contact-store.ts';
import { Contact } from '../schemas.ts';

export const listContacts = defineTool({
  name: 'list_contacts',
  title: 'List contacts',
  summary: 'People at customers, by name. Use it to find whom to write to or call.',
  module: 'directory',
  effect: 'read',
  input: z.strictObject({
    text: SearchText.optional().describe('Part of the name, job title or e-mail, in any case.'),
    customerId: z.uuid().optional().describe('From list_customers.'),
    teamId: z.uuid().optional().describe('From list_teams.'),
    ...pageInput,
  }),
  output: pageOutput(Contact),
  examples: [{}, { customerId: '$customerId' }, { text: 'finance' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle((_ctx, input, tx) => listStoredContacts(tx, input));
