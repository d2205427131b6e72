import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalsOf } from '../rules.ts';
import { type CreditLine, creditAmount, creditLines, leftToCredit, refuseCredit } from './credit-rules.ts';

const rate = fc.constantFrom(0, 1000, 1350, 2550, 10_000);
const line: fc.Arbitrary<CreditLine> = fc.record({
  invoiceLineId: fc.uuid(),
  description: fc.constant('Work'),
  minutes: fc.constant(null),
  quantityThousandths: fc.integer({ min: 1, max: 100_000 }),
  unit: fc.constant('h'),
  unitPriceMinor: fc.integer({ min: -300_000, max: 1_000_000 }),
  vatBasisPoints: rate,
});
/** Of an invoice somebody could issue, with discounts. */
const lines = fc.array(line, { minLength: 1, maxLength: 8 }).filter((given) => totalsOf(given).totalMinor > 0);

describe('a credit note', () => {
  it('of an amount is of that amount to the minor unit, and no rate gives more than it has', () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const { vat, totalMinor } = totalsOf(given);
        const amountMinor = Math.round(totalMinor * share);
        const credit = creditAmount(amountMinor, leftToCredit(vat, []), 'Part');
        expect(credit.totalMinor).toBe(amountMinor);
        expect(credit.netMinor + credit.vatMinor).toBe(amountMinor);
        for (const part of credit.vat) {
          const whole = vat.find(({ vatBasisPoints }) => vatBasisPoints === part.vatBasisPoints);
          const [given, had] = [part, whole].map((each) => (each?.netMinor ?? 0) + (each?.vatMinor ?? 0));
          expect(Math.abs(given ?? 0)).toBeLessThanOrEqual(Math.abs(had ?? 0));
        }
      }),
    );
  });

  it('after credit note takes back exactly the invoice, rate by rate, in whatever parts', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }), (given, shares) => {
        const { vat, totalMinor } = totalsOf(given);
        let open = totalMinor;
        let before: typeof vat = [];
        for (const share of [...shares, 1]) {
          const credit = creditAmount(Math.round(open * share), leftToCredit(vat, before), 'Part');
          open -= credit.totalMinor;
          before = [...before, ...credit.vat];
        }
        expect(open).toBe(0);
        expect(leftToCredit(vat, before).every(({ netMinor, vatMinor }) => netMinor === 0 && vatMinor === 0)).toBe(
          true,
        );
      }),
    );
  });

  it('of all lines, one by one or together, comes to the invoice', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const { vat, ...totals } = totalsOf(given);
        expect(creditLines(given, vat)).toMatchObject({ ...totals, vat });
        let before: typeof vat = [];
        for (const each of given) before = [...before, ...creditLines([each], leftToCredit(vat, before)).vat];
        expect(leftToCredit(vat, before).every(({ netMinor, vatMinor }) => netMinor === 0 && vatMinor === 0)).toBe(
          true,
        );
      }),
    );
  });

  it('of nothing, or of more than is left, is refused with what is left', () => {
    const credit = creditAmount(100, [{ vatBasisPoints: 0, netMinor: 100, vatMinor: 0 }], 'Part');
    expect(() => refuseCredit(credit, 100)).not.toThrow();
    expect(() => refuseCredit(credit, 99)).toThrow(expect.objectContaining({ details: { leftMinor: 99 } }));
    expect(() => refuseCredit({ ...credit, totalMinor: 0 }, 99)).toThrow(/nothing/);
  });
});
