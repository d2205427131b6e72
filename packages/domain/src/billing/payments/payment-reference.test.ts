import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedReference, isPaymentReference, paymentReference } from './payment-reference.ts';

describe('a payment reference', () => {
  it('has the check digits of the published examples', () => {
    // Finance Finland's description of the reference number, and the example of ISO 11649.
    expect(isPaymentReference('1234561')).toBe(true);
    expect(isPaymentReference('RF18 5390 0754 7034')).toBe(true);
    expect(isPaymentReference('1234562')).toBe(false);
    expect(isPaymentReference('RF19 5390 0754 7034')).toBe(false);
  });

  it('fits its own check, is never that of another number, and does not survive a mistyped digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000_000 }),
        fc.boolean(),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (number, finnish, at, by) => {
          const reference = paymentReference(number, finnish);
          expect(isPaymentReference(reference)).toBe(true);
          expect(isPaymentReference(groupedReference(reference))).toBe(true);
          expect(paymentReference(number + 1, finnish)).not.toBe(reference);
          const first = finnish ? 0 : 2;
          const place = first + (at % (reference.length - first));
          const wrong = (Number(reference[place]) + by) % 10;
          expect(isPaymentReference(reference.slice(0, place) + wrong + reference.slice(place + 1))).toBe(false);
        },
      ),
    );
  });

  it('is printed in the groups banks use', () => {
    expect(groupedReference('12345678')).toBe('123 45678');
    expect(groupedReference('RF18539007547034')).toBe('RF18 5390 0754 7034');
  });
});
