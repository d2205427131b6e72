import { expect, it } from 'vitest';
import { formatsFor } from './formats.ts';

// CLDR prints forints, Colombian pesos and Iraqi dinars without decimals, and would print a hundred times too much for the first two.
it.each([
  ['HUF', 1_234_500, '12,345.00'],
  ['COP', 1_234_500, '12,345.00'],
  ['IQD', 1_234_500, '1,234.500'],
  ['KWD', 1_234_500, '1,234.500'],
  ['JPY', 1_234_500, '1,234,500'],
  ['EUR', 1_234_500, '12,345.00'],
])('prints %s with the decimals that ISO 4217 gives it', (currency, minor, printed) => {
  const money = formatsFor('en-GB', currency).money(minor);
  expect(money.replace(/^[^\d]+/, '')).toBe(printed);
  expect(formatsFor('en-GB', currency).money(-1)).toContain('-');
});
