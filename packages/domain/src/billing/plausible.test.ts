import { describe, expect, it } from 'vitest';
import { refuseUnlikelyDay } from '../plausible-day.ts';
import { refuseUnlikelyExpense } from './expenses/plausible-expense.ts';
import { refuseUnlikelyExchangeRate } from './plausible-exchange-rate.ts';
import { refuseUnlikelyRate } from './vat/plausible-vat.ts';
import { ratesOn } from './vat/vat-rates.ts';

const inFinland = { country: 'FI', day: '2026-11-30', confirm: undefined };
const today = '2026-11-30';

describe('a VAT rate', () => {
  it.each([
    [25, /0\.25 %\. 2550, which is 25\.5 %, is probably meant/],
    [255, /2550, which is 25\.5 %/],
    [24, /0\.24 %/],
    [2400, /2550, which is 25\.5 %/],
    [1400, /1350, which is 13\.5 %/],
    [25_500 / 10 + 1, /confirm: \["vat_rate"\]/],
  ])('of %s basis points is asked about, with the one that is meant', (rate, sentence) => {
    expect(() => refuseUnlikelyRate(rate, 'vatBasisPoints', inFinland)).toThrow(sentence);
  });

  it.each([2550, 1350, 1000, 0])('of %s basis points is Finland’s', (rate) => {
    expect(() => refuseUnlikelyRate(rate, 'vatBasisPoints', inFinland)).not.toThrow();
  });

  it('is that of its day', () => {
    expect(ratesOn('FI', '2024-08-31').map(({ basisPoints }) => basisPoints)).toEqual([2400, 1400, 1000]);
    expect(ratesOn('FI', '2024-09-01').map(({ basisPoints }) => basisPoints)).toEqual([2550, 1400, 1000]);
    expect(() => refuseUnlikelyRate(1400, 'v', { ...inFinland, day: '2025-12-31' })).not.toThrow();
  });

  it('that is meant is taken', () => {
    expect(() => refuseUnlikelyRate(25, 'v', { ...inFinland, confirm: ['vat_rate'] })).not.toThrow();
  });

  it('of a country that is not known is judged by what rates are anywhere', () => {
    const elsewhere = { country: 'PT', day: today, confirm: undefined };
    expect(() => refuseUnlikelyRate(2300, 'v', elsewhere)).not.toThrow();
    expect(() => refuseUnlikelyRate(23, 'v', elsewhere)).toThrow(/0\.23 %/);
    expect(() => refuseUnlikelyRate(10_000, 'v', elsewhere)).toThrow(/100 %/);
  });
});

describe('an exchange rate', () => {
  it.each([
    ['SEK', 11_200_000, /About 89286 is probably meant; this is the rate the other way round/],
    ['USD', 92_000_000, /probably meant/],
    ['JPY', 5714, /probably meant/],
  ])('of %s that is inverse or of another magnitude is asked about', (currency, rate, sentence) => {
    expect(() => refuseUnlikelyExchangeRate(rate, currency, 'EUR', undefined)).toThrow(sentence);
  });

  it.each([
    ['SEK', 89_286],
    ['USD', 917_341],
    ['GBP', 1_150_000],
    ['JPY', 571_429],
    ['HUF', 2532],
    ['CVE', 5],
  ])('of %s that is about right, or not known, is taken', (currency, rate) => {
    expect(() => refuseUnlikelyExchangeRate(rate, currency, 'EUR', undefined)).not.toThrow();
  });
});

describe('a day of something booked', () => {
  it('of 1985 is asked about, with the year that is meant', () => {
    expect(() => refuseUnlikelyDay('1985-11-12', today, 'incurredOn', undefined)).toThrow(
      /2026-11-12 is probably meant/,
    );
    expect(() => refuseUnlikelyDay('2062-03-01', today, 'dueOn', undefined)).toThrow(/2 years ahead/);
    expect(() => refuseUnlikelyDay('1985-11-12', today, 'incurredOn', ['date'])).not.toThrow();
    expect(() => refuseUnlikelyDay('2021-05-01', today, 'incurredOn', undefined)).not.toThrow();
  });
});

describe('VAT on a receipt', () => {
  const by = { today, baseCurrency: 'EUR', confirm: undefined };
  const of = (vatMinor: number) => ({ amounts: [{ grossMinor: 12_550, vatBasisPoints: 2550, vatMinor }] });

  it('that is not what the rate comes to is asked about', () => {
    expect(() => refuseUnlikelyExpense(of(1000), by)).toThrow(/25\.5 % within 12550 is 2550, and this says 1000/);
    expect(() => refuseUnlikelyExpense(of(1000), { ...by, confirm: ['vat_amount'] })).not.toThrow();
  });

  it('may be some cents off, since receipts round each item', () => {
    for (const vatMinor of [2550, 2548, 2553]) expect(() => refuseUnlikelyExpense(of(vatMinor), by)).not.toThrow();
  });
});
