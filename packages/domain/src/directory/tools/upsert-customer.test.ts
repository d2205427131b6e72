import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Customer } from '../schemas.ts';
import { upsertCustomer } from './upsert-customer.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

interface Upserted {
  customer: Customer;
  created: boolean;
  matchedBy: string | null;
}
const upsert = (input: object) => callAs<Upserted>(ada, upsertCustomer, input);

it('creates what it does not know and then finds it by business id, e-mail or name', async () => {
  const company = { name: 'Ruska Energia Oy', businessId: '1111111-1', email: 'laskut@ruska.example' };
  const { customer, created, matchedBy } = await upsert(company);
  expect({ created, matchedBy }).toEqual({ created: true, matchedBy: null });
  const again = [
    await upsert({ name: 'Ruska', businessId: '1111111-1' }),
    await upsert({ name: 'Something else', email: 'LASKUT@ruska.example' }),
    await upsert({ name: 'SOMETHING ELSE', city: 'Oulu' }),
  ];
  expect(again.map((answer) => answer.matchedBy)).toEqual(['businessId', 'email', 'name']);
  expect(again.every((answer) => !answer.created && answer.customer.id === customer.id)).toBe(true);
  expect(again[2]?.customer).toMatchObject({ name: 'SOMETHING ELSE', city: 'Oulu', businessId: '1111111-1' });
});

it('takes another business id for another company, however alike', async () => {
  const first = await upsert({ name: 'Twin Oy', businessId: '2222222-2' });
  const second = await upsert({ name: 'Twin Oy', businessId: '3333333-3' });
  expect(second.created).toBe(true);
  expect(second.customer.id).not.toBe(first.customer.id);
  await expect(upsert({ name: 'twin oy' })).rejects.toMatchObject({
    code: 'conflict',
    details: { matchingIds: expect.arrayContaining([first.customer.id, second.customer.id]) },
  });
});

it('makes one customer of ten simultaneous calls', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => upsert({ name: 'Rush Hour AB' })));
  expect(new Set(answers.map(({ customer }) => customer.id)).size).toBe(1);
  expect(answers.filter(({ created }) => created).length).toBe(1);
});
