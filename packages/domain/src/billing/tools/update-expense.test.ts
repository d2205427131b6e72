import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { deleteDocument } from '../../documents/tools/delete-document.ts';
import type { Expense } from '../expenses/expense-schemas.ts';
import { createExpense } from './create-expense.ts';
import { updateExpense } from './update-expense.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const create = (input: object = {}) =>
  callAs<Expense>(finn, createExpense, {
    supplier: 'Kivikauppa',
    amounts: [{ grossMinor: 100, vatBasisPoints: 0 }],
    ...input,
  });
const update = (expense: Expense, input: object) =>
  callAs<Expense>(finn, updateExpense, { expenseId: expense.id, ...input });

it('changes what is named of a draft, and counts the version up', async () => {
  const expense = await create({ description: 'Paint', note: 'For the door' });
  const amounts = [{ grossMinor: 12_550, vatBasisPoints: 2550 }];
  expect(await update(expense, { category: 'premises', clear: ['description'], amounts })).toMatchObject({
    category: 'premises',
    description: null,
    note: 'For the door',
    totalMinor: 12_550,
    amounts: [{ vatBasisPoints: 2550, netMinor: 10_000, vatMinor: 2550 }],
    version: 2,
  });
  await expect(update(expense, { note: 'Late', expectedVersion: 1 })).rejects.toMatchObject({
    code: 'conflict',
    details: { currentVersion: 2 },
  });
});

it('books a draft, once, after which only its receipt and note change', async () => {
  const expense = await create();
  expect(await update(expense, { book: true })).toMatchObject({ status: 'booked' });
  expect(await update(expense, { book: true, note: 'Checked' })).toMatchObject({ status: 'booked', note: 'Checked' });
  const receiptDocumentId = fixedId('document', 'acme', 'Office lease.txt');
  expect(await update(expense, { receiptDocumentId })).toMatchObject({ status: 'booked', receiptDocumentId });
  await expect(update(expense, { receiptDocumentId: expense.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(callAs(finn, deleteDocument, { documentId: receiptDocumentId })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('receipt'),
  });
  expect(await update(expense, { clear: ['receiptDocumentId'] })).toMatchObject({ receiptDocumentId: null });
  for (const change of [
    { supplier: 'Another' },
    { amounts: [{ grossMinor: 1, vatBasisPoints: 0 }] },
    { clear: ['projectId'] },
  ]) {
    await expect(update(expense, change)).rejects.toMatchObject({
      code: 'conflict',
      details: { currentStatus: 'booked' },
    });
  }
});

it('a booked expense keeps itself and its amounts from any statement', async () => {
  const { id } = await create({ book: true });
  const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
  for (const statement of [
    sql`update expense set total_minor = 1, net_minor = 1 where id = ${id}`,
    sql`update expense set booked_at = null where id = ${id}`,
    sql`delete from expense where id = ${id}`,
    sql`delete from expense_amount where expense_id = ${id}`,
    sql`update expense_amount set net_minor = 1 where expense_id = ${id}`,
  ]) {
    await expect(inOrg(database.tools, acme, (tx) => statement.execute(queries(tx)))).rejects.toMatchObject({
      constraint: 'booked_expense_is_frozen',
    });
  }
});
