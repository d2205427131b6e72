import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Customer } from '../schemas.ts';
import { createCustomer } from './create-customer.ts';
import { listCustomers } from './list-customers.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

it('needs only a name', async () => {
  const customer = await callAs<Customer>(ada, createCustomer, { name: '  Kaarna Design Oy ' });
  expect(customer).toMatchObject({ name: 'Kaarna Design Oy', businessId: null, paymentTermDays: 14, version: 1 });
  const { items } = await callAs<{ items: Customer[] }>(ada, listCustomers, { text: 'kaarna design oy' });
  expect(items.map(({ id }) => id)).toContain(customer.id);
});

it('keeps e-mail addresses in lower case', async () => {
  const customer = await callAs<Customer>(ada, createCustomer, { name: 'Havn AS', email: 'Faktura@Havn.Example' });
  expect(customer.email).toBe('faktura@havn.example');
});

it('refuses a second customer with the same business id, but not in another organization', async () => {
  const company = { name: 'Tuuli Oy', businessId: '7654321-0' };
  await callAs(ada, createCustomer, company);
  await expect(callAs(ada, createCustomer, company)).rejects.toMatchObject({ code: 'conflict' });
  await expect(callAs({ person: 'ada', organization: 'initech' }, createCustomer, company)).resolves.toMatchObject(
    company,
  );
});

it.each([
  ['name', { name: ' ' }],
  ['country', { name: 'A', country: 'Finland' }],
  ['vatId', { name: 'A', vatId: '12345678' }],
  ['email', { name: 'A', email: 'nobody' }],
  ['paymentTermDays', { name: 'A', paymentTermDays: -1 }],
  ['colour', { name: 'A', colour: 'red' }],
])('refuses a bad %s by name', async (path, input) => {
  await expect(callAs(ada, createCustomer, input)).rejects.toMatchObject({
    code: 'invalid_input',
    details: { fields: [expect.objectContaining({ path })] },
  });
});
