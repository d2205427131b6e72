import { expect, it } from 'vitest';
import { matchCustomer } from './rules.ts';

const stored = [
  { id: 'a', name: 'Kaarna Oy', businessId: '1', email: 'kaarna@example.test', archivedAt: null },
  { id: 'b', name: 'Havn AS', businessId: null, email: 'shared@example.test', archivedAt: null },
  { id: 'c', name: 'Havn AS', businessId: '3', email: 'shared@example.test', archivedAt: '2026-01-01T00:00:00.000Z' },
];
const idsOf = (match: ReturnType<typeof matchCustomer<(typeof stored)[number]>>) =>
  match?.customers.map(({ id }) => id);

it('trusts a business id before an e-mail, and an e-mail before a name', () => {
  const everything = { name: 'havn as', businessId: '1', email: 'SHARED@example.test' };
  expect(matchCustomer(everything, stored)).toMatchObject({ matchedBy: 'businessId', customers: [{ id: 'a' }] });
  expect(matchCustomer({ ...everything, businessId: null }, stored)?.matchedBy).toBe('email');
  expect(matchCustomer({ name: 'HAVN AS' }, stored)?.matchedBy).toBe('name');
});

it('never takes a customer under another business id', () => {
  expect(matchCustomer({ name: 'Kaarna Oy', businessId: '2', email: 'kaarna@example.test' }, stored)).toBeUndefined();
  expect(idsOf(matchCustomer({ name: 'Havn AS', businessId: '9' }, stored))).toEqual(['b']);
});

it('prefers live customers to archived ones, and takes an archived one before making another', () => {
  expect(idsOf(matchCustomer({ name: 'Havn AS' }, stored))).toEqual(['b']);
  expect(idsOf(matchCustomer({ name: 'Havn AS', businessId: '3' }, stored))).toEqual(['c']);
});
