import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Line } from '../../text.ts';
import { insertContact, requireContact } from '../contact-store.ts';
import { Contact, contactFields } from '../schemas.ts';

export const createContact = defineTool({
  name: 'create_contact',
  title: 'Create contact',
  summary: 'Add a person, at a customer or on their own; only the name is needed.',
  module: 'directory',
  effect: 'create',
  input: z.strictObject({
    name: Line(),
    customerId: z.uuid().optional().describe('From list_customers.'),
    teamId: z
      .uuid()

      .optional()
      .describe('The team that keeps it; by default the connection’s team, else none.'),
    ...contactFields,
  }),
  output: Contact,
  examples: [
    { name: 'Aino Lehto' },
    { name: 'Jonas Berg', customerId: '$customerId', email: 'jonas.berg@example.com' },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { teamId = ctx.team?.id ?? null, ...input }, tx) => {
    const id = await insertContact(ctx, tx, { ...input, teamId });
    return requireContact(tx, id);
  });
