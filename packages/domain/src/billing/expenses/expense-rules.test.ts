import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseImpossible, sidesOf } from '../../books/entry.ts';
import { expenseEntry, expensePaymentEntry } from './expense-postings.ts';
import { receiptTotals } from './expense-rules.ts';

const rates = fc.uniqueArray(fc.constantFrom(0, 1000, 1350, 2550), { minLength: 1 });
const receipt = fc
  .tuple(rates, fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 }), { minLength: 4, maxLength: 4 }))
  .map(([given, grosses]) =>
    given.map((vatBasisPoints, index) => ({ vatBasisPoints, grossMinor: grosses[index] ?? 0 })),
  );

describe('a receipt', () => {
  it('comes to what it says, with the VAT that each gross amount holds, half up', () => {
    fc.assert(
      fc.property(receipt, (given) => {
        const { amounts, netMinor, vatMinor, totalMinor } = receiptTotals(given);
        expect(totalMinor).toBe(given.reduce((sum, { grossMinor }) => sum + grossMinor, 0));
        expect(totalMinor).toBe(netMinor + vatMinor);
        for (const amount of amounts) {
          const gross = given.find(({ vatBasisPoints }) => vatBasisPoints === amount.vatBasisPoints)?.grossMinor ?? 0;
          const whole = BigInt(10_000 + amount.vatBasisPoints);
          const twiceOff = 2n * (BigInt(amount.vatMinor) * whole - BigInt(gross) * BigInt(amount.vatBasisPoints));
          expect(twiceOff <= whole && twiceOff >= -whole).toBe(true);
        }
      }),
    );
  });

  it('has the VAT that is printed on it, when that is said', () => {
    expect(receiptTotals([{ grossMinor: 12_550, vatBasisPoints: 2550, vatMinor: 2549 }])).toMatchObject({
      netMinor: 10_001,
      vatMinor: 2549,
    });
  });

  it.each([
    [[{ grossMinor: 100, vatBasisPoints: 2550, vatMinor: 51 }], 'more VAT than the rest'],
    [[{ grossMinor: 100, vatBasisPoints: 2550, vatMinor: -1 }], 'more VAT than the rest'],
    [[{ grossMinor: 100, vatBasisPoints: 0, vatMinor: 1 }], 'VAT without a rate'],
    [
      [
        { grossMinor: 100, vatBasisPoints: 1000 },
        { grossMinor: 200, vatBasisPoints: 1000 },
      ],
      'rate named twice',
    ],
  ])('%o is refused: %s', (given, problem) => {
    expect(() => receiptTotals(given)).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { fields: [{ path: 'amounts', problem }] } }),
    );
  });
});

it('booking and paying any receipt in any currency leaves no debt, and each entry balances', () => {
  const anyRate = fc.option(fc.integer({ min: 1, max: 50_000_000 }));
  fc.assert(
    fc.property(receipt, anyRate, (given, exchangeRateMillionths) => {
      const expense = {
        ...receiptTotals(given),
        id: 'expense',
        incurredOn: '2026-03-01',
        teamId: null,
        supplier: 'Rautakauppa',
        category: 'other' as const,
        currency: exchangeRateMillionths === null ? 'EUR' : 'USD',
        exchangeRateMillionths,
        baseCurrency: 'EUR',
      };
      const entries = [expenseEntry(expense), expensePaymentEntry(expense, '2026-03-02')];
      for (const entry of entries) if (entry.lines.length > 0) refuseImpossible(entry);
      const debts = entries.flatMap(({ lines }) => lines.filter(({ account }) => account === 'payables'));
      expect(sidesOf(debts).debitMinor).toBe(sidesOf(debts).creditMinor);
    }),
  );
});
