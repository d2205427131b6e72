import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Invoice } from '../../billing/schemas.ts';
import { listInvoices } from '../../billing/tools/list-invoices.ts';
import type { LedgerRow } from '../schemas.ts';
import { getBooks } from './get-books.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { ...finn, person: 'ada', team: 'Design' };
interface Page {
  team: string | null;
  items: LedgerRow[];
  nextCursor: string | null;
}

async function everyRow(caller: Parameters<CallAs>[0], filter: object = {}): Promise<LedgerRow[]> {
  const items: LedgerRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await callAs(caller, getBooks, { limit: 200, ...filter, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
const sum = (rows: LedgerRow[], side: 'debitMinor' | 'creditMinor') =>
  rows.reduce((total, row) => total + row[side], 0);

it.each(['acme', 'initech'])('has a year of %s in which debits are credits', async (organization) => {
  const rows = await everyRow({ ...finn, organization });
  expect(rows.length).toBeGreaterThan(400);
  expect(sum(rows, 'debitMinor')).toBe(sum(rows, 'creditMinor'));
  expect(rows.map(({ bookedOn }) => bookedOn)).toEqual(rows.map(({ bookedOn }) => bookedOn).sort());
});

it('shows how an invoice was booked: owed by the customer, sold and taxed by rate', async () => {
  const { items } = await callAs<{ items: Invoice[] }>(finn, listInvoices, { status: ['issued'], limit: 1 });
  const rows = await everyRow(finn, { sourceId: items[0]?.id });
  expect(rows[0]).toMatchObject({
    account: 'receivables',
    accountName: 'Receivables',
    debitMinor: items[0]?.totalMinor,
    bookedOn: items[0]?.issuedOn,
    sourceKind: 'invoice',
    teamId: items[0]?.teamId,
  });
  expect(new Set(rows.map(({ entryId }) => entryId)).size).toBe(1);
  expect(sum(rows, 'debitMinor')).toBe(sum(rows, 'creditMinor'));
});

it('chooses by account, source and dates', async () => {
  const all = await everyRow(finn);
  const owed = all.filter(({ account }) => account === 'receivables');
  expect(await everyRow(finn, { account: 'receivables' })).toEqual(owed);
  expect(await everyRow(finn, { sourceKind: 'payment' })).toEqual(
    all.filter(({ sourceKind }) => sourceKind === 'payment'),
  );
  const month = all[300]?.bookedOn.slice(0, 7) ?? '';
  expect(await everyRow(finn, { range: month })).toEqual(all.filter(({ bookedOn }) => bookedOn.startsWith(month)));
  const day = all[300]?.bookedOn ?? '';
  expect(await everyRow(finn, { from: day, to: day })).toEqual(all.filter(({ bookedOn }) => bookedOn === day));
});

it('has receivables of exactly what customers owe less what they are to get back', async () => {
  const owed = await everyRow(finn, { account: 'receivables' });
  let owedMinor = 0;
  let cursor: string | null = null;
  do {
    const page: { items: Invoice[]; nextCursor: string | null } = await callAs(finn, listInvoices, {
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    owedMinor += page.items.reduce((total, invoice) => total + invoice.openMinor - invoice.toRefundMinor, 0);
    cursor = page.nextCursor;
  } while (cursor);
  expect(sum(owed, 'debitMinor') - sum(owed, 'creditMinor')).toBe(owedMinor);
});

it('shows a connection narrowed to a team that team’s part, and says so', async () => {
  const page = await callAs<Page>(design, getBooks, { limit: 200 });
  expect(page.team).toBe('Design');
  expect(page.items.length).toBeGreaterThan(0);
  const all = await everyRow(finn);
  expect(await everyRow(design)).toEqual(all.filter(({ teamId }) => teamId === page.items[0]?.teamId));
});
