import { expect, it } from 'vitest';
import { z } from 'zod';
import { withToldDigits } from './told-digits.ts';

const Amount = z.object({ amountMinor: z.int(), currency: z.string() });

it('tells the decimals beside every currency, however deep, and the schema says so', () => {
  const { schema, tell } = withToldDigits(
    z.object({
      baseCurrency: z.string(),
      items: z.array(Amount).describe('All of them.'),
      last: Amount.nullable(),
      first: Amount.optional(),
      rate: z.object({ currency: z.string().nullable() }),
    }),
  );
  const told = tell?.({
    baseCurrency: 'JPY',
    items: [
      { amountMinor: 5, currency: 'HUF' },
      { amountMinor: 5, currency: 'KWD' },
    ],
    last: null,
    rate: { currency: null },
  });
  expect(told).toEqual({
    baseCurrency: 'JPY',
    baseMinorDigits: 0,
    items: [
      { amountMinor: 5, currency: 'HUF', minorDigits: 2 },
      { amountMinor: 5, currency: 'KWD', minorDigits: 3 },
    ],
    last: null,
    rate: { currency: null, minorDigits: null },
  });
  expect(schema.parse(told)).toEqual(told);
  expect(schema.shape.items.description).toBe('All of them.');
});

it('leaves an answer that names no currency as it is', () => {
  const schema = z.object({ items: z.array(z.object({ id: z.string() })) });
  expect(withToldDigits(schema)).toEqual({ schema, tell: undefined });
});
