import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Customer, CustomerNote } from '../schemas.ts';
import { getCustomer } from './get-customer.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const customerId = fixedId('customer', 'acme', 0);

it('shows the customer with its notes, newest first, and who wrote them', async () => {
  const customer = await callAs<Customer & { notes: CustomerNote[] }>(ada, getCustomer, { customerId });
  expect(customer).toMatchObject({ id: customerId, paymentTermDays: 14, archivedAt: null, version: 1 });
  expect(customer.notes.length).toBeGreaterThan(0);
  expect(customer.notes.every(({ authorName }) => authorName !== null)).toBe(true);
});

it('answers for a customer of another organization exactly as for none', async () => {
  const answers = await Promise.allSettled([
    callAs(ada, getCustomer, { customerId: fixedId('customer', 'globex', 0) }),
    callAs(ada, getCustomer, { customerId: fixedId('nothing') }),
  ]);
  const [foreign, missing] = answers.map((answer) => (answer.status === 'rejected' ? answer.reason : answer));
  expect(foreign).toMatchObject({ code: 'not_found' });
  expect(foreign).toEqual(missing);
});
