import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Contact } from '../schemas.ts';
import { getContact } from './get-contact.ts';
import { listContacts } from './list-contacts.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const design = { person: 'ben', organization: 'acme', team: 'Design' };
const listAll = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Contact[] }>(caller, listContacts, { limit: 200, ...filter })).items;

it('shows a contact with its customer’s name', async () => {
  const [some] = await listAll(ada);
  expect(await callAs(ada, getContact, { contactId: some?.id })).toEqual(some);
  expect(some?.customerName).not.toBeNull();
});

it('answers for another team’s contact exactly as for none', async () => {
  const foreign = (await listAll(ada)).find(({ teamId }) => teamId === fixedId('team', 'acme', 'Engineering'));
  const refusals = await Promise.all(
    [foreign?.id, fixedId('nothing')].map((contactId) =>
      callAs(design, getContact, { contactId }).catch((error: unknown) => error),
    ),
  );
  expect(refusals[0]).toMatchObject({ code: 'not_found' });
  expect(refusals[0]).toEqual(refusals[1]);
});
