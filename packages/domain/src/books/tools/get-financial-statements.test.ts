import { useDemoCaller } from '@countersign/testing/demo-caller';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatementSection } from '../statements.ts';
import { getFinancialStatements } from './get-financial-statements.ts';

const { callAs } = useDemoCaller();

interface Statements {
  team: string | null;
  from: string;
  to: string;
  incomeStatement: StatementSection[];
  balanceSheet: StatementSection[];
  cashFlow: StatementSection[];
}
const finn = { person: 'finn', organization: 'acme' };
const amounts = (sections: StatementSection[]) =>
  Object.fromEntries(
    sections.flatMap(({ key, amountMinor, lines }) => [
      [key, amountMinor] as const,
      ...lines.map((line) => [line.key, line.amountMinor] as const),
    ]),
  );

describe.each(['today', 'last_week', 'this_month', 'last_quarter', 'this_year', '2025', '1999-Q1'])(
  'of %s',
  (range) => {
    it('balance, and agree with each other', async () => {
      const statements = await callAs<Statements>(finn, getFinancialStatements, { range });
      const income = amounts(statements.incomeStatement);
      const balance = amounts(statements.balanceSheet);
      const cash = amounts(statements.cashFlow);
      expect(balance['assets']).toBe((balance['liabilities'] ?? 0) + (balance['equity'] ?? 0));
      expect(income['result']).toBe((income['income'] ?? 0) - (income['costs'] ?? 0));
      expect(balance['equity.result']).toBe(income['result']);
      expect(cash['closing_cash']).toBe((cash['opening_cash'] ?? 0) + (cash['operating'] ?? 0));
      expect(balance['assets.bank']).toBe(cash['closing_cash']);
    });
  },
);

it('balance for any range', async () => {
  const year = fc.integer({ min: new Date().getUTCFullYear() - 2, max: new Date().getUTCFullYear() + 1 });
  const range = fc.oneof(
    year.map(String),
    fc.tuple(year, fc.integer({ min: 1, max: 4 })).map(([named, quarter]) => `${named}-Q${quarter}`),
    fc
      .tuple(year, fc.integer({ min: 1, max: 12 }))
      .map(([named, month]) => `${named}-${String(month).padStart(2, '0')}`),
  );
  await fc.assert(
    fc.asyncProperty(range, fc.constantFrom(undefined, 'Design', 'Engineering'), async (named, team) => {
      const caller = { person: 'ada', organization: 'acme', ...(team === undefined ? {} : { team }) };
      const statements = await callAs<Statements>(caller, getFinancialStatements, { range: named });
      const balance = amounts(statements.balanceSheet);
      expect(balance['assets']).toBe((balance['liabilities'] ?? 0) + (balance['equity'] ?? 0));
      expect(balance['assets.bank']).toBe(amounts(statements.cashFlow)['closing_cash']);
      expect(balance['equity.result']).toBe(amounts(statements.incomeStatement)['result']);
    }),
    { numRuns: 40 },
  );
});

it('of two years follow each other: what was at the end is at the start', async () => {
  const before = await callAs<Statements>(finn, getFinancialStatements, { range: 'last_year' });
  const after = await callAs<Statements>(finn, getFinancialStatements, { range: 'this_year' });
  expect(amounts(after.cashFlow)['opening_cash']).toBe(amounts(before.cashFlow)['closing_cash']);
  expect(amounts(after.balanceSheet)['equity.earlier_result']).toBe(amounts(before.balanceSheet)['equity']);
});

it('of a team are of its part of the books, balance as well, and say so', async () => {
  const part = await callAs<Statements>({ ...finn, person: 'ada', team: 'Design' }, getFinancialStatements, {});
  const balance = amounts(part.balanceSheet);
  expect(part.team).toBe('Design');
  expect(balance['assets']).toBeGreaterThan(0);
  expect(balance['assets']).toBe((balance['liabilities'] ?? 0) + (balance['equity'] ?? 0));
});
