import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { createInvoiceDraft } from '../../billing/tools/create-invoice-draft.ts';
import type { Customer } from '../schemas.ts';
import { archiveCustomer } from './archive-customer.ts';
import { listCustomers } from './list-customers.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

async function someCustomer(): Promise<Customer> {
  const { items } = await callAs<{ items: [Customer] }>(ada, listCustomers, { limit: 1 });
  return items[0];
}

it('takes a customer out of the lists and gives it back', async () => {
  const { id, name } = await someCustomer();
  const archived = await callAs<Customer>(ada, archiveCustomer, { customerId: id });
  expect(archived.archivedAt).not.toBeNull();
  const listed = async () =>
    (await callAs<{ items: Customer[] }>(ada, listCustomers, { text: name })).items.map((row) => row.id);
  expect(await listed()).not.toContain(id);
  await callAs(ada, archiveCustomer, { customerId: id, archived: false });
  expect(await listed()).toContain(id);
});

it('is settled once: archiving again changes nothing', async () => {
  const { id } = await someCustomer();
  const once = await callAs<Customer>(ada, archiveCustomer, { customerId: id });
  expect(await callAs<Customer>(ada, archiveCustomer, { customerId: id })).toEqual(once);
});

it('keeps new invoices from an archived customer', async () => {
  const { id } = await someCustomer();
  await callAs(ada, archiveCustomer, { customerId: id });
  await expect(callAs(ada, createInvoiceDraft, { customerId: id })).rejects.toMatchObject({ code: 'conflict' });
});
