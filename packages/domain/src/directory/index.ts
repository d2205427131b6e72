import type { Module } from '@countersign/contracts/define-tool';
import { searchableCustomers } from './search-store.ts';
import { addCustomerNote } from './tools/add-customer-note.ts';
import { archiveCustomer } from './tools/archive-customer.ts';
import { createContact } from './tools/create-contact.ts';
import { createCustomer } from './tools/create-customer.ts';
import { getContact } from './tools/get-contact.ts';
import { getCustomer } from './tools/get-customer.ts';
import { inviteMember } from './tools/invite-member.ts';
import { listContacts } from './tools/list-contacts.ts';
import { listCustomers } from './tools/list-customers.ts';
import { listMembers } from './tools/list-members.ts';
import { listTeams } from './tools/list-teams.ts';
import { revokeInvitation } from './tools/revoke-invitation.ts';
import { updateContact } from './tools/update-contact.ts';
import { updateCustomer } from './tools/update-customer.ts';
import { upsertCustomer } from './tools/upsert-customer.ts';

export { holdCustomer } from './customer-store.ts';
export { Email } from './email.ts';
export { activeCustomer, companyProfile, organizationToday } from './lookups.ts';
export { CompanyProfile } from './schemas.ts';

/** Whom the organization deals with, and who it is. */
export const directory: Module = {
  name: 'directory',
  title: 'Directory',
  area: 'general',
  tools: [
    listCustomers,
    getCustomer,
    createCustomer,
    updateCustomer,
    upsertCustomer,
    archiveCustomer,
    addCustomerNote,
    listContacts,
    getContact,
    createContact,
    updateContact,
    listMembers,
    listTeams,
    inviteMember,
    revokeInvitation,
  ],
  searchables: [searchableCustomers],
};
