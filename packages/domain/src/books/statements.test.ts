import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountKey, CHART } from './chart.ts';
import { SOURCE_KINDS } from './entry.ts';
import { type AccountSum, LINE_KEYS, lineOf, STATEMENTS, statementOf } from './statements.ts';

const account = fc.constantFrom(...(Object.keys(CHART) as AccountKey[]));
/** The sums of any ledger that balances: each entry debits one account and credits another. */
const sums = fc
  .array(
    fc.record({
      debited: account,
      credited: account,
      sourceKind: fc.constantFrom(...SOURCE_KINDS),
      before: fc.boolean(),
      amountMinor: fc.integer({ min: 1, max: 100_000_000 }),
    }),
    { maxLength: 60 },
  )
  .map((entries) =>
    entries.flatMap(({ debited, credited, sourceKind, before, amountMinor }): AccountSum[] => [
      { account: debited, sourceKind, before, debitMinor: amountMinor, creditMinor: 0 },
      { account: credited, sourceKind, before, debitMinor: 0, creditMinor: amountMinor },
    ]),
  );

const amountsOf = (statement: keyof typeof STATEMENTS, given: readonly AccountSum[]) =>
  Object.fromEntries(statementOf(STATEMENTS[statement], given).map(({ key, amountMinor }) => [key, amountMinor]));

describe('whatever was booked', () => {
  it('the balance sheet balances', () => {
    fc.assert(
      fc.property(sums, (given) => {
        const { assets, liabilities, equity } = amountsOf('balanceSheet', given);
        expect(assets).toBe((liabilities ?? 0) + (equity ?? 0));
      }),
    );
  });

  it('the result is income less costs, and the balance sheet’s result of the range', () => {
    fc.assert(
      fc.property(sums, (given) => {
        const { income, costs, result } = amountsOf('incomeStatement', given);
        expect(result).toBe((income ?? 0) - (costs ?? 0));
        const equity = statementOf(STATEMENTS.balanceSheet, given).find(({ key }) => key === 'equity');
        expect(equity?.lines.find(({ key }) => key === 'equity.result')?.amountMinor).toBe(result);
      }),
    );
  });

  it('cash at the end is cash at the start and what flowed, and the balance sheet’s bank', () => {
    fc.assert(
      fc.property(sums, (given) => {
        const flow = amountsOf('cashFlow', given);
        expect(flow['closing_cash']).toBe((flow['opening_cash'] ?? 0) + (flow['operating'] ?? 0));
        const assets = statementOf(STATEMENTS.balanceSheet, given).find(({ key }) => key === 'assets');
        expect(assets?.lines.find(({ key }) => key === 'assets.bank')?.amountMinor).toBe(flow['closing_cash']);
      }),
    );
  });
});

it('every line has a key of its own that finds it, and no other does', () => {
  expect(new Set(LINE_KEYS).size).toBe(LINE_KEYS.length);
  for (const key of LINE_KEYS) expect(lineOf(key)?.selections.length).toBeGreaterThan(0);
  expect(lineOf('assets.sales')).toBeUndefined();
});

it('the keys are those that callers have kept', () => {
  expect(LINE_KEYS).toMatchInlineSnapshot(`
    [
      "income",
      "income.sales",
      "income.other_income",
      "income.interest_income",
      "costs",
      "costs.expenses_subcontracting",
      "costs.expenses_software",
      "costs.expenses_equipment",
      "costs.expenses_premises",
      "costs.expenses_travel",
      "costs.expenses_marketing",
      "costs.expenses_professional",
      "costs.expenses_other",
      "costs.staff_costs",
      "costs.bank_fees",
      "costs.interest_costs",
      "costs.exchange_differences",
      "costs.income_tax",
      "result",
      "result.period",
      "assets",
      "assets.receivables",
      "assets.vat_receivable",
      "assets.tax_account",
      "assets.bank",
      "assets.transfers",
      "liabilities",
      "liabilities.loans",
      "liabilities.customer_credits",
      "liabilities.payables",
      "liabilities.staff_liabilities",
      "liabilities.vat_payable",
      "liabilities.vat_settlement",
      "equity",
      "equity.equity",
      "equity.earlier_result",
      "equity.result",
      "opening_cash",
      "opening_cash.bank",
      "operating",
      "operating.customers",
      "operating.suppliers",
      "operating.other",
      "closing_cash",
      "closing_cash.bank",
    ]
  `);
});
