import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AMOUNT_MINOR_MAX,
  invoiceStatus,
  isOverdue,
  type LineAmounts,
  lineNetMinor,
  openMinorOf,
  QUANTITY_THOUSANDTHS_MAX,
  QUOTE_STATUSES,
  refuseQuoteStep,
  toRefundMinorOf,
  totalsOf,
} from './rules.ts';

const rate = fc
  .constantFrom(0, 1000, 1350, 1400, 2400, 2550)
  .chain((usual) => fc.oneof(fc.constant(usual), fc.nat(10_000)));
const line: fc.Arbitrary<LineAmounts> = fc.record({
  quantityThousandths: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(500, 1000, 1500)),
  unitPriceMinor: fc.integer({ min: -50_000_000, max: 50_000_000 }),
  vatBasisPoints: rate,
});
const lines = fc.array(line, { maxLength: 100 });

/** Whether `rounded` is numerator/denominator to the nearest integer, halves away from zero, in exact arithmetic. */
function isRoundedHalfUp(rounded: number, numerator: bigint, denominator: bigint): boolean {
  const [exact2, rounded2] = [numerator * 2n, BigInt(rounded) * 2n * denominator];
  const error = rounded2 - exact2;
  if (error === denominator) return numerator > 0n;
  if (error === -denominator) return numerator < 0n;
  return error < denominator && error > -denominator;
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

describe('amounts', () => {
  it('round a line half up, for any quantity and price in bounds', () => {
    const anyLine = fc.record({
      quantityThousandths: fc.integer({ min: 1, max: QUANTITY_THOUSANDTHS_MAX }),
      unitPriceMinor: fc.integer({ min: -AMOUNT_MINOR_MAX, max: AMOUNT_MINOR_MAX }),
      vatBasisPoints: rate,
    });
    fc.assert(
      fc.property(anyLine, (amounts) => {
        const exact = BigInt(amounts.quantityThousandths) * BigInt(amounts.unitPriceMinor);
        const limit = BigInt(AMOUNT_MINOR_MAX) * 1000n;
        fc.pre(exact <= limit && exact >= -limit);
        expect(isRoundedHalfUp(lineNetMinor(amounts), exact, 1000n)).toBe(true);
      }),
    );
  });

  it('reckon VAT for each rate on the sum of its lines, half up', () => {
    fc.assert(
      fc.property(lines, (given) => {
        for (const { vatBasisPoints, netMinor, vatMinor } of totalsOf(given).vat) {
          const ofRate = given.filter((each) => each.vatBasisPoints === vatBasisPoints).map(lineNetMinor);
          expect(BigInt(netMinor)).toBe(sum(ofRate));
          expect(isRoundedHalfUp(vatMinor, BigInt(netMinor) * BigInt(vatBasisPoints), 10_000n)).toBe(true);
        }
      }),
    );
  });

  it('add up to exactly what is shown', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const { netMinor, vatMinor, totalMinor, vat } = totalsOf(given);
        expect(BigInt(netMinor)).toBe(sum(given.map(lineNetMinor)));
        expect(BigInt(netMinor)).toBe(sum(vat.map((each) => each.netMinor)));
        expect(BigInt(vatMinor)).toBe(sum(vat.map((each) => each.vatMinor)));
        expect(totalMinor).toBe(netMinor + vatMinor);
        expect(Number.isSafeInteger(totalMinor)).toBe(true);
      }),
    );
  });

  it('do not depend on the order of the lines', () => {
    fc.assert(
      fc.property(lines, (given) => {
        expect(totalsOf(given.toReversed())).toEqual(totalsOf(given));
      }),
    );
  });

  it('turn around exactly when every price does', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const turned = totalsOf(given.map((each) => ({ ...each, unitPriceMinor: -each.unitPriceMinor })));
        expect(turned.totalMinor + totalsOf(given).totalMinor).toBe(0);
      }),
    );
  });

  it('round 0.5 up and -0.5 down', () => {
    const half = { quantityThousandths: 500, vatBasisPoints: 0 };
    expect(lineNetMinor({ ...half, unitPriceMinor: 1 })).toBe(1);
    expect(lineNetMinor({ ...half, unitPriceMinor: -1 })).toBe(-1);
  });

  it('beyond the bound are refused, in a line and in a sum', () => {
    const largest = { quantityThousandths: 1000, unitPriceMinor: AMOUNT_MINOR_MAX, vatBasisPoints: 0 };
    expect(totalsOf([largest]).totalMinor).toBe(AMOUNT_MINOR_MAX);
    expect(() => totalsOf([largest, { ...largest, unitPriceMinor: 1 }])).toThrow(/Amounts go up to/);
    expect(() => totalsOf([{ ...largest, vatBasisPoints: 1 }])).toThrow(/Amounts go up to/);
    expect(() => lineNetMinor({ ...largest, quantityThousandths: 1001 })).toThrow(/Amounts go up to/);
  });
});

describe('an invoice', () => {
  const nothingYet = { paidMinor: 0, creditedMinor: 0, refundableMinor: 0, refundedMinor: 0 };
  const issued = { number: 7, dueOn: '2026-03-31', totalMinor: 1000, ...nothingYet };

  it('is a draft without a number, and otherwise what was paid and credited of it says', () => {
    expect(invoiceStatus({ ...issued, number: null, dueOn: null })).toBe('draft');
    expect(invoiceStatus(issued)).toBe('issued');
    expect(invoiceStatus({ ...issued, paidMinor: 999 })).toBe('partly_paid');
    expect(invoiceStatus({ ...issued, paidMinor: 1000 })).toBe('paid');
    expect(invoiceStatus({ ...issued, creditedMinor: 400 })).toBe('issued');
    expect(invoiceStatus({ ...issued, creditedMinor: 400, paidMinor: 600 })).toBe('paid');
    expect(invoiceStatus({ ...issued, creditedMinor: 1000 })).toBe('credited');
  });

  it('that was credited after it was paid is owed nothing, and gives back what was paid of the credit', () => {
    const credited = { ...issued, paidMinor: 1000, creditedMinor: 400, refundableMinor: 400 };
    expect([openMinorOf(credited), toRefundMinorOf(credited)]).toEqual([0, 400]);
    expect(toRefundMinorOf({ ...credited, refundedMinor: 150 })).toBe(250);
    expect(invoiceStatus({ ...credited, refundedMinor: 400 })).toBe('paid');
    const whole = { ...credited, creditedMinor: 1000, refundableMinor: 1000 };
    expect(invoiceStatus(whole)).toBe('paid');
    expect(invoiceStatus({ ...whole, refundedMinor: 1000 })).toBe('credited');
    expect(isOverdue(credited, '2027-01-01')).toBe(false);
  });

  it('is overdue from the day after its due date until it is paid', () => {
    expect(isOverdue(issued, '2026-03-31')).toBe(false);
    expect(isOverdue(issued, '2026-04-01')).toBe(true);
    expect(isOverdue({ ...issued, paidMinor: 1000 }, '2026-04-01')).toBe(false);
    expect(isOverdue({ ...issued, number: null, dueOn: null }, '2026-04-01')).toBe(false);
  });
});

describe('a quote', () => {
  it('goes to the customer and comes back for revision, and stands once accepted', () => {
    const steps = QUOTE_STATUSES.flatMap((from) =>
      QUOTE_STATUSES.filter((to) => {
        try {
          refuseQuoteStep(from, to);
          return from !== to;
        } catch {
          return false;
        }
      }).map((to) => `${from} → ${to}`),
    );
    expect(steps).toEqual(['draft → sent', 'sent → draft', 'sent → accepted', 'sent → declined', 'declined → draft']);
  });
});
