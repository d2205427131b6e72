import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { LedgerRow } from '../../books/schemas.ts';
import { getBooks } from '../../books/tools/get-books.ts';
import type { Expense } from '../expenses/expense-schemas.ts';
import { createExpense } from './create-expense.ts';
import { markExpensePaid } from './mark-expense-paid.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const create = (input: object = {}) =>
  callAs<Expense>(finn, createExpense, {
    supplier: 'Kivikauppa',
    amounts: [{ grossMinor: 12_550, vatBasisPoints: 2550 }],
    incurredOn: '2024-03-01',
    ...input,
  });
const pay = (expense: Expense, input: object = {}) =>
  callAs<Expense>(finn, markExpensePaid, { expenseId: expense.id, ...input });
const booked = async (expense: Expense, sourceKind: string) =>
  (await callAs<{ items: LedgerRow[] }>(finn, getBooks, { sourceId: expense.id, sourceKind })).items.map((row) => [
    row.bookedOn,
    row.account,
    row.debitMinor,
    row.creditMinor,
  ]);

it('books the money against the debt', async () => {
  const expense = await create({ book: true });
  expect(await pay(expense, { paidOn: '2024-03-05' })).toMatchObject({ status: 'paid', paidOn: '2024-03-05' });
  expect(await booked(expense, 'expense_payment')).toEqual([
    ['2024-03-05', 'payables', 12_550, 0],
    ['2024-03-05', 'bank', 0, 12_550],
  ]);
});

it('books a draft with it, as of its own date', async () => {
  const expense = await create();
  expect(await pay(expense)).toMatchObject({ status: 'paid' });
  expect((await booked(expense, 'expense')).map(([day, account]) => [day, account])).toEqual([
    ['2024-03-01', 'expenses_other'],
    ['2024-03-01', 'vat_receivable'],
    ['2024-03-01', 'payables'],
  ]);
});

it('is done once, also by two at once, and not ahead of time', async () => {
  const expense = await create({ book: true });
  await expect(pay(expense, { paidOn: '2199-01-01' })).rejects.toMatchObject({ code: 'invalid_input' });
  const both = await Promise.allSettled([pay(expense), pay(expense)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  expect((await booked(expense, 'expense_payment')).length).toBe(2);
});
