import { useDemoCaller } from '@countersign/testing/demo-caller';
import { demoToday } from '@countersign/testing/demo-today';
import { expect, it } from 'vitest';
import type { LedgerRow } from '../schemas.ts';
import { getBooks } from './get-books.ts';
import { listOutputPackages } from './list-output-packages.ts';

const { callAs } = useDemoCaller();

interface Package {
  period: string;
  to: string;
  state: string;
  entries: number;
  totalMinor: number;
  invoices: { count: number };
  payments: { count: number; totalMinor: number };
}
const finn = { person: 'finn', organization: 'acme' };
const packages = async (organization = 'acme', filter: object = {}) =>
  (
    await callAs<{ items: Package[] }>(
      { person: organization === 'globex' ? 'dana' : 'finn', organization },
      listOutputPackages,
      { limit: 200, ...filter },
    )
  ).items;

it('has one for each period in which anything was booked, newest first, by the company’s cadence', async () => {
  const months = await packages();
  expect(months.length).toBeGreaterThanOrEqual(12);
  expect(months.map(({ period }) => period)).toEqual(
    months
      .map(({ period }) => period)
      .sort()
      .reverse(),
  );
  expect((await packages('globex')).every(({ period }) => /^\d{4}-Q[1-4]$/.test(period))).toBe(true);
  const today = demoToday();
  for (const { to, state } of months) expect(state === 'collecting').toBe(to >= today);
});

it('holds exactly what the books have of the period', async () => {
  const [, last] = await packages();
  const rows: LedgerRow[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: LedgerRow[]; nextCursor: string | null } = await callAs(finn, getBooks, {
      range: last?.period,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  expect(last).toMatchObject({
    entries: new Set(rows.map(({ entryId }) => entryId)).size,
    totalMinor: rows.reduce((total, { debitMinor }) => total + debitMinor, 0),
    invoices: { count: new Set(rows.filter((row) => row.sourceKind === 'invoice').map((row) => row.entryId)).size },
  });
});
