import { expect, it } from 'vitest';
import { isIban } from './iban.ts';

it.each(['FI2112345600000785', 'GB29NWBK60161331926819', 'DE89370400440532013000', 'SE4550000000058398257466'])(
  'takes %s',
  (iban) => {
    expect(isIban(iban)).toBe(true);
  },
);

it('finds every wrong digit and every swap of two neighbours', () => {
  const iban = 'FI2112345600000785';
  for (let at = 2; at < iban.length; at += 1) {
    const digit = Number(iban[at]);
    expect(isIban(iban.slice(0, at) + ((digit + 1) % 10) + iban.slice(at + 1))).toBe(false);
    const next = iban[at + 1];
    if (next === undefined || next === iban[at]) continue;
    expect(isIban(iban.slice(0, at) + next + iban[at] + iban.slice(at + 2))).toBe(false);
  }
});

it.each(['', 'FI21 1234 5600 0007 85', 'fi2112345600000785', '2112345600000785', 'FI21'])('refuses “%s”', (text) => {
  expect(isIban(text)).toBe(false);
});
