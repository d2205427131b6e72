import { useDemoCaller } from '@countersign/testing/demo-caller';
import { describe, expect, it } from 'vitest';
import type { RevenueRow } from '../schemas.ts';
import { getAnalytics } from './get-analytics.ts';
import { getRevenueReport } from './get-revenue-report.ts';

const { callAs } = useDemoCaller();

interface Report {
  rows: RevenueRow[];
  rowsLeftOut: number;
  totalRevenueMinor: number;
}
const finn = { person: 'finn', organization: 'acme' };
const report = (input: object) => callAs<Report>(finn, getRevenueReport, { range: 'this_year', limit: 200, ...input });

describe.each(['customer', 'project', 'team', 'month'])('by %s', (by) => {
  it('adds up to the revenue of get_analytics', async () => {
    const { rows, totalRevenueMinor } = await report({ by });
    const { total } = await callAs<{ total: { revenueMinor: number; invoices: number } }>(finn, getAnalytics, {});
    const sum = (figure: 'revenueMinor' | 'invoices') => rows.reduce((all, row) => all + row[figure], 0);
    expect(totalRevenueMinor).toBe(total.revenueMinor);
    expect([sum('revenueMinor'), sum('invoices')]).toEqual([total.revenueMinor, total.invoices]);
    for (const row of rows) expect(row.invoicedMinor - row.creditedMinor).toBe(row.revenueMinor);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

it('shows the largest first, months in order, and says what it left out', async () => {
  const { rows, totalRevenueMinor } = await report({ by: 'customer' });
  const amounts = rows.map(({ revenueMinor }) => revenueMinor);
  expect(amounts).toEqual(amounts.toSorted((one, other) => other - one));
  const months = (await report({ by: 'month' })).rows.map(({ key }) => key ?? '');
  expect(months).toEqual(months.toSorted());
  expect(await report({ by: 'customer', limit: 3 })).toMatchObject({
    rows: rows.slice(0, 3),
    rowsLeftOut: rows.length - 3,
    totalRevenueMinor,
  });
  expect(await report({ range: '1971' })).toMatchObject({ rows: [], rowsLeftOut: 0, totalRevenueMinor: 0 });
});
