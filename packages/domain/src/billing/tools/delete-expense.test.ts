import { EFFECTS } from '@countersign/contracts/define-tool';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Expense } from '../expenses/expense-schemas.ts';
import { createExpense } from './create-expense.ts';
import { deleteExpense } from './delete-expense.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const create = (input: object = {}) =>
  callAs<Expense>(finn, createExpense, {
    supplier: 'Kivikauppa',
    amounts: [{ grossMinor: 100, vatBasisPoints: 0 }],
    ...input,
  });
const remove = ({ id }: Expense) => callAs(finn, deleteExpense, { expenseId: id });

it('no consent reaches it', () => {
  expect(EFFECTS[deleteExpense.effect].keyOnly).toBe(true);
});

it('deletes a draft for good', async () => {
  const expense = await create();
  expect(await remove(expense)).toEqual({ expenseId: expense.id, deleted: true });
  await expect(remove(expense)).rejects.toMatchObject({ code: 'not_found' });
});

it('leaves what is in the books', async () => {
  await expect(remove(await create({ book: true }))).rejects.toMatchObject({ code: 'conflict' });
});
