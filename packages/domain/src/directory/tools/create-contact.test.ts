import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Contact } from '../schemas.ts';
import { createContact } from './create-contact.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const design = { person: 'ben', organization: 'acme', team: 'Design' };

it('needs only a name', async () => {
  const contact = await callAs<Contact>(ada, createContact, { name: 'Aino Lehto' });
  expect(contact).toMatchObject({ name: 'Aino Lehto', teamId: null, customerId: null, email: null, version: 1 });
});

it('goes into the team of a narrowed connection, which then sees it', async () => {
  const contact = await callAs<Contact>(design, createContact, { name: 'Jonas Berg' });
  expect(contact.teamId).toBe(fixedId('team', 'acme', 'Design'));
});

it('answers not_found for another team, another organization’s team, and a customer there is not', async () => {
  const name = 'Nobody';
  const refused = { code: 'not_found' };
  const [engineering, delivery] = [fixedId('team', 'acme', 'Engineering'), fixedId('team', 'initech', 'Delivery')];
  await expect(callAs(design, createContact, { name, teamId: engineering })).rejects.toMatchObject(refused);
  await expect(callAs(ada, createContact, { name, teamId: delivery })).rejects.toMatchObject(refused);
  const customerId = fixedId('customer', 'initech', 0);
  await expect(callAs(ada, createContact, { name, customerId })).rejects.toMatchObject(refused);
});
