import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { LedgerRow } from '../../books/schemas.ts';
import { getBooks } from '../../books/tools/get-books.ts';
import type { Project } from '../../projects/schemas.ts';
import { listProjects } from '../../projects/tools/list-projects.ts';
import type { Expense } from '../expenses/expense-schemas.ts';
import { createExpense } from './create-expense.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const amounts = [{ grossMinor: 12_550, vatBasisPoints: 2550 }];
const create = (input: object, caller: { person: string; organization: string; team?: string } = finn) =>
  callAs<Expense>(caller, createExpense, { supplier: 'Kivikauppa', amounts, ...input });
const bookedOf = async ({ id }: Expense) =>
  (await callAs<{ items: LedgerRow[] }>(finn, getBooks, { sourceId: id })).items.map((row) => [
    row.account,
    row.debitMinor,
    row.creditMinor,
    row.vatBasisPoints,
  ]);

it('needs a supplier and what was paid: a draft of today, VAT reckoned, in nobody’s books', async () => {
  const expense = await create({});
  expect(expense).toMatchObject({
    status: 'draft',
    category: 'other',
    currency: 'EUR',
    netMinor: 10_000,
    vatMinor: 2550,
    totalMinor: 12_550,
    amounts: [{ vatBasisPoints: 2550, netMinor: 10_000, vatMinor: 2550 }],
    bookedAt: null,
    teamId: null,
    version: 1,
  });
  await expect(bookedOf(expense)).rejects.toMatchObject({ code: 'not_found' });
});

it('booked at once, puts cost, VAT by rate and debt into the books', async () => {
  const expense = await create({
    amounts: [...amounts, { grossMinor: 1135, vatBasisPoints: 1350 }],
    category: 'travel',
    book: true,
  });
  expect(expense.status).toBe('booked');
  expect(await bookedOf(expense)).toEqual([
    ['expenses_travel', 1000, 0, 1350],
    ['vat_receivable', 135, 0, 1350],
    ['expenses_travel', 10_000, 0, 2550],
    ['vat_receivable', 2550, 0, 2550],
    ['payables', 0, 13_685, null],
  ]);
});

it('in another currency needs a rate to be booked, and is booked in the organization’s', async () => {
  const foreign = { currency: 'USD', amounts: [{ grossMinor: 10_000, vatBasisPoints: 0 }], category: 'software' };
  await expect(create({ ...foreign, book: true })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { fields: [{ path: 'exchangeRateMillionths' }] },
  });
  const expense = await create({ ...foreign, exchangeRateMillionths: 920_000, book: true });
  expect(expense).toMatchObject({ currency: 'USD', totalMinor: 10_000 });
  expect(await bookedOf(expense)).toEqual([
    ['expenses_software', 9200, 0, 0],
    ['payables', 0, 9200, null],
  ]);
});

it('takes what a supplier gives back, on the other sides', async () => {
  const expense = await create({ amounts: [{ grossMinor: -12_550, vatBasisPoints: 2550 }], book: true });
  expect(await bookedOf(expense)).toEqual([
    ['expenses_other', 0, 10_000, 2550],
    ['vat_receivable', 0, 2550, 2550],
    ['payables', 12_550, 0, null],
  ]);
});

it('goes to the team of its project or connection, whose books it enters', async () => {
  const teamId = fixedId('team', 'acme', 'Design');
  const expense = await create({ book: true }, design);
  expect(expense.teamId).toBe(teamId);
  const { items } = await callAs<{ items: LedgerRow[] }>(design, getBooks, { sourceId: expense.id });
  expect(new Set(items.map((row) => row.teamId))).toEqual(new Set([teamId]));
  const projects = await callAs<{ items: Project[] }>(finn, listProjects, {
    teamId: fixedId('team', 'acme', 'Engineering'),
  });
  await expect(create({ projectId: projects.items[0]?.id }, design)).rejects.toMatchObject({ code: 'not_found' });
  expect(await create({ projectId: projects.items[0]?.id })).toMatchObject({
    teamId: fixedId('team', 'acme', 'Engineering'),
    projectName: projects.items[0]?.name,
  });
});

it('refuses what no receipt says', async () => {
  for (const input of [
    { amounts: [] },
    { amounts: [...amounts, ...amounts] },
    { amounts: [{ grossMinor: 100, vatBasisPoints: 2550, vatMinor: 90 }] },
    { incurredOn: '2026-03-02', dueOn: '2026-03-01' },
    { category: 'bribes' },
  ]) {
    await expect(create(input)).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it('keeps the document that is its receipt, if this connection can see it', async () => {
  const document = (organization: string, name: string) => fixedId('document', organization, name);
  const mine = document('acme', 'Brand guide.txt');
  expect(await create({ receiptDocumentId: mine }, design)).toMatchObject({ receiptDocumentId: mine });
  const refused = [document('acme', 'Incident review.txt'), document('globex', 'Office lease.txt'), newId()].map(
    (receiptDocumentId) => create({ receiptDocumentId }, design).catch((error: unknown) => error),
  );
  for (const answer of await Promise.all(refused)) {
    expect(answer).toMatchObject({ code: 'not_found', message: expect.stringContaining('document') });
    expect(answer).toEqual(await refused[0]);
  }
});
