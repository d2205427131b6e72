import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Expense } from '../expenses/expense-schemas.ts';
import { createExpense } from './create-expense.ts';
import { listExpenses } from './list-expenses.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const expenses = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Expense[] }>(caller, listExpenses, { limit: 200, ...filter })).items;

it.each(['acme', 'globex', 'initech'])('has 60 demo expenses of %s and more, in every state', async (organization) => {
  const all = await expenses({ person: 'ada', organization });
  expect(all.length).toBeGreaterThanOrEqual(60);
  for (const status of ['draft', 'booked', 'paid'])
    expect(all.filter((expense) => expense.status === status).length).toBeGreaterThan(3);
  for (const { amounts, netMinor, vatMinor, totalMinor } of all) {
    expect(amounts.reduce((sum, amount) => sum + amount.netMinor, 0)).toBe(netMinor);
    expect(amounts.reduce((sum, amount) => sum + amount.vatMinor, 0)).toBe(vatMinor);
    expect(netMinor + vatMinor).toBe(totalMinor);
  }
});

it('shows the newest first', async () => {
  const days = (await expenses(finn)).map(({ incurredOn }) => incurredOn);
  expect(days).toEqual(days.toSorted().reverse());
});

it('chooses as each expense tells of itself', async () => {
  const all = await expenses(finn);
  expect(await expenses(finn, { status: ['draft'] })).toEqual(all.filter(({ status }) => status === 'draft'));
  expect(await expenses(finn, { overdue: true })).toEqual(all.filter(({ overdue }) => overdue));
  expect(await expenses(finn, { category: 'travel' })).toEqual(all.filter(({ category }) => category === 'travel'));
  const [some] = all;
  expect(await expenses(finn, { incurredFrom: some?.incurredOn, incurredTo: some?.incurredOn })).toEqual(
    all.filter(({ incurredOn }) => incurredOn === some?.incurredOn),
  );
  expect(await expenses(finn, { text: 'TRAIN' })).toEqual(
    all.filter(({ description }) => description?.includes('Train')),
  );
  const ofProject = all.find(({ projectId }) => projectId !== null);
  expect(await expenses(finn, { projectId: ofProject?.projectId })).toEqual(
    all.filter(({ projectId }) => projectId === ofProject?.projectId),
  );
  expect(all.some(({ overdue }) => overdue)).toBe(true);
});

it('shows a connection narrowed to a team only that team’s', async () => {
  const mine = await expenses({ ...finn, person: 'ada', team: 'Design' });
  expect(mine.length).toBeGreaterThan(0);
  const design = fixedId('team', 'acme', 'Design');
  expect(mine).toEqual((await expenses(finn)).filter(({ teamId }) => teamId === design));
});

it('finds those without a receipt, and those with one', async () => {
  const receiptDocumentId = fixedId('document', 'acme', 'Office lease.txt');
  const made = { supplier: 'Vuokranantaja', amounts: [{ grossMinor: 100, vatBasisPoints: 0 }] };
  const kept = await callAs<Expense>(finn, createExpense, { ...made, receiptDocumentId });
  const missing = await callAs<Expense>(finn, createExpense, made);
  const idsOf = async (hasReceipt: boolean) =>
    (await expenses(finn, { text: made.supplier, hasReceipt })).map((expense) => expense.id);
  expect(await idsOf(true)).toEqual([kept.id]);
  expect(await idsOf(false)).toEqual([missing.id]);
});
