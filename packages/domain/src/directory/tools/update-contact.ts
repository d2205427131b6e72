import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line } from '../../text.ts';
import { changeContact, lockContact, requireContact } from '../contact-store.ts';
import { Contact, contactFields } from '../schemas.ts';

export const updateContact = defineTool({
  name: 'update_contact',
  title: 'Update contact',
  summary:
    'Change details of a contact or move it to another customer. Fields left out stay as they are; clear names those to empty.',
  module: 'directory',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    contactId: z.uuid().describe('From list_contacts.'),
    expectedVersion: ExpectedVersion,
    name: Line().optional(),
    customerId: z.uuid().optional().describe('From list_customers.'),
    teamId: z.uuid().optional().describe('From list_teams; cleared, the whole organization’s.'),
    ...contactFields,
  }),
  clearable: { customerId: null, teamId: null, jobTitle: null, email: null, phone: null },
  output: Contact,
  examples: [{ contactId: '$contactId', jobTitle: 'Head of Procurement' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { contactId, expectedVersion, ...change }, tx) => {
    const before = await lockContact(tx, contactId);
    refuseStale(before, expectedVersion);
    await changeContact(ctx, tx, contactId, change);
    return requireContact(tx, contactId);
  });
