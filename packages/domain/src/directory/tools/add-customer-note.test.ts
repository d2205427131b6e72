import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Customer, CustomerNote } from '../schemas.ts';
import { addCustomerNote } from './add-customer-note.ts';
import { getCustomer } from './get-customer.ts';
import { listCustomers } from './list-customers.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

async function someCustomer(): Promise<Customer> {
  const { items } = await callAs<{ items: [Customer] }>(ada, listCustomers, { limit: 1 });
  return items[0];
}

it('adds a note under the caller’s name, on top of the others', async () => {
  const { id } = await someCustomer();
  const note = await callAs<CustomerNote>({ ...ada, person: 'ben' }, addCustomerNote, {
    customerId: id,
    body: 'Called back.',
  });
  expect(note).toMatchObject({ body: 'Called back.', authorName: 'Ben' });
  const { notes } = await callAs<{ notes: CustomerNote[] }>(ada, getCustomer, { customerId: id });
  expect(notes[0]).toEqual(note);
});

it('cannot write about another organization’s customer', async () => {
  const { id } = await someCustomer();
  const elsewhere = { person: 'ada', organization: 'initech' };
  await expect(callAs(elsewhere, addCustomerNote, { customerId: id, body: 'Hello' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
