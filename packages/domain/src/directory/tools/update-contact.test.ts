import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Contact } from '../schemas.ts';
import { listContacts } from './list-contacts.ts';
import { updateContact } from './update-contact.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const design = { person: 'ben', organization: 'acme', team: 'Design' };
const listAll = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Contact[] }>(caller, listContacts, { limit: 200, ...filter })).items;

it('changes what is named and moves the contact to another customer', async () => {
  const [before] = await listAll(design);
  const customerId = fixedId('customer', 'acme', 7);
  const after = await callAs<Contact>(design, updateContact, { contactId: before?.id, jobTitle: 'CFO', customerId });
  expect(after).toMatchObject({ name: before?.name, jobTitle: 'CFO', customerId, version: 2 });
});

it('cannot reach a contact of another team, nor give one away to it', async () => {
  const engineering = fixedId('team', 'acme', 'Engineering');
  const foreign = (await listAll(ada)).find(({ teamId }) => teamId === engineering);
  await expect(callAs(design, updateContact, { contactId: foreign?.id, clear: ['phone'] })).rejects.toMatchObject({
    code: 'not_found',
  });
  const [mine] = await listAll(design);
  for (const change of [{ teamId: engineering }, { clear: ['teamId'] }]) {
    await expect(callAs(design, updateContact, { contactId: mine?.id, ...change })).rejects.toMatchObject({
      code: 'not_found',
    });
  }
});

it('refuses a stale version', async () => {
  const [contact] = await listAll(ada);
  const change = { contactId: contact?.id, expectedVersion: (contact?.version ?? 0) + 1, clear: ['phone'] };
  await expect(callAs(ada, updateContact, change)).rejects.toMatchObject({
    code: 'conflict',
    details: { currentVersion: contact?.version },
  });
});
