import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { requireContact } from '../contact-store.ts';
import { Contact } from '../schemas.ts';

export const getContact = defineTool({
  name: 'get_contact',
  title: 'Get contact',
  summary: 'One contact with e-mail, phone and customer.',
  module: 'directory',
  effect: 'read',
  input: z.strictObject({ contactId: z.uuid().describe('From list_contacts.') }),
  output: Contact,
  examples: [{ contactId: '$contactId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { contactId }, tx) => {
    return requireContact(tx, contactId);
  });
