import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Customer } from '../schemas.ts';
import { listCustomers } from './list-customers.ts';
import { updateCustomer } from './update-customer.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

async function someCustomer(): Promise<Customer> {
  const { items } = await callAs<{ items: [Customer] }>(ada, listCustomers, { limit: 1 });
  return items[0];
}

it('changes what is named, empties what clear names, and leaves the rest', async () => {
  const before = await someCustomer();
  const after = await callAs<Customer>(ada, updateCustomer, {
    customerId: before.id,
    city: 'Kuopio',
    clear: ['phone'],
  });
  expect(after).toEqual({
    ...before,
    city: 'Kuopio',
    phone: null,
    version: before.version + 1,
    updatedAt: after.updatedAt,
  });
});

it('refuses a stale version and says the current one', async () => {
  const { id, version } = await someCustomer();
  await callAs(ada, updateCustomer, { customerId: id, expectedVersion: version, city: 'Lahti' });
  await expect(
    callAs(ada, updateCustomer, { customerId: id, expectedVersion: version, city: 'Pori' }),
  ).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: version + 1 } });
});

it('cannot reach another organization’s customer', async () => {
  const { id } = await someCustomer();
  const elsewhere = { person: 'ada', organization: 'initech' };
  await expect(callAs(elsewhere, updateCustomer, { customerId: id, city: 'Pori' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('refuses the business id of another customer', async () => {
  const { items } = await callAs<{ items: [Customer, Customer] }>(ada, listCustomers, { limit: 2 });
  const [one, other] = items;
  await expect(callAs(ada, updateCustomer, { customerId: one.id, businessId: other.businessId })).rejects.toMatchObject(
    { code: 'conflict' },
  );
});
