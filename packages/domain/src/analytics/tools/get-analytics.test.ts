import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Invoice } from '../../billing/schemas.ts';
import { listInvoices } from '../../billing/tools/list-invoices.ts';
import type { StatementSection } from '../../books/statements.ts';
import { getFinancialStatements } from '../../books/tools/get-financial-statements.ts';
import type { Point } from '../series-store.ts';
import { getAnalytics } from './get-analytics.ts';

const { callAs } = useDemoCaller();

interface Analytics {
  team: string | null;
  points: Point[];
  total: Omit<Point, 'start'>;
}
const finn = { person: 'finn', organization: 'acme' };
const design = { ...finn, person: 'ada', team: 'Design' };
const analytics = (caller: Parameters<CallAs>[0], input: object = {}) => callAs<Analytics>(caller, getAnalytics, input);

it.each(['day', 'week', 'month'])('adds up by %s to the same, with a point for each step', async (by) => {
  const { points, total } = await analytics(finn, { range: 'last_quarter', by });
  expect(total).toEqual((await analytics(finn, { range: 'last_quarter' })).total);
  expect(points.length).toBeGreaterThanOrEqual(by === 'day' ? 90 : by === 'week' ? 13 : 3);
  for (const figure of ['revenueMinor', 'expensesMinor', 'invoices', 'minutes', 'billableMinutes'] as const) {
    expect(points.reduce((sum, point) => sum + point[figure], 0)).toBe(total[figure]);
  }
});

it('says of money what the statements say, and of invoices what the list does, for a team as well', async () => {
  for (const caller of [finn, design]) {
    const { total, team } = await analytics(caller, { range: 'last_quarter' });
    const statements = await callAs<{ incomeStatement: StatementSection[] }>(caller, getFinancialStatements, {
      range: 'last_quarter',
    });
    const amount = (key: string) => statements.incomeStatement.find((section) => section.key === key)?.amountMinor;
    expect([total.revenueMinor, total.expensesMinor]).toEqual([amount('income'), amount('costs')]);
    const listed = await callAs<{ items: Invoice[] }>(caller, listInvoices, {
      issuedRange: 'last_quarter',
      limit: 200,
    });
    expect(total.invoices).toBe(listed.items.length);
    expect(total.revenueMinor).toBeGreaterThan(0);
    expect(team).toBe('team' in caller ? 'Design' : null);
  }
});

it('shows steps in which nothing happened', async () => {
  const { points, total } = await analytics(finn, { range: '1999-Q1' });
  expect(points.map(({ start }) => start)).toEqual(['1999-01-01', '1999-02-01', '1999-03-01']);
  expect(total).toEqual({ revenueMinor: 0, expensesMinor: 0, invoices: 0, minutes: 0, billableMinutes: 0 });
});
