import { describe, expect, it } from 'vitest';
import { CURRENCIES, isCurrency, isReadableCurrency, minorDigitsOf } from './currencies.ts';

describe('the decimals of a currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['KRW', 0],
    ['UGX', 0],
    ['KWD', 3],
    ['TND', 3],
    ['IQD', 3],
  ])('of %s are %i, as ISO 4217 has it', (code, digits) => {
    expect(minorDigitsOf(code)).toBe(digits);
  });

  // CLDR 48 says none for these, because prices are spoken of without; ISO 4217 says two.
  it.each('AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' '))(
    'of %s are two, whatever this build of ICU says',
    (code) => expect(minorDigitsOf(code)).toBe(2),
  );
});

it('holds each code once, three letters each', () => {
  expect(CURRENCIES.length).toBe(154);
  expect(new Set(CURRENCIES).size).toBe(154);
  for (const code of CURRENCIES) expect(code).toMatch(/^[A-Z]{3}$/);
});

it('reads a currency that was withdrawn, and makes nothing new in it', () => {
  expect([isCurrency('BGN'), isReadableCurrency('BGN'), minorDigitsOf('BGN')]).toEqual([false, true, 2]);
  expect([isCurrency('XCG'), isCurrency('ZZZ'), isReadableCurrency('ZZZ'), isCurrency('XAU')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
