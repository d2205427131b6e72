import { minorDigitsOf } from '@countersign/contracts/currencies';

/** How one language writes amounts, in one currency. */
export interface Formats {
  readonly money: (amountMinor: number) => string;
  readonly quantity: (thousandths: number) => string;
  readonly rate: (basisPoints: number) => string;
  readonly day: (day: string) => string;
}

export function formatsFor(locale: string, currency: string): Formats {
  const digits = minorDigitsOf(currency);
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const quantity = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const rate = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'UTC' });
  const longDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  // 3/4/2026 is another day in America.
  const days = locale.startsWith('en') ? longDay : day;
  return {
    money: (amountMinor) => plain(money.format(amountMinor / 10 ** digits)),
    quantity: (thousandths) => plain(quantity.format(thousandths / 1000)),
    rate: (basisPoints) => plain(rate.format(basisPoints / 10_000)),
    day: (on) => plain(days.format(new Date(`${on}T00:00Z`))),
  };
}

/** Narrow no-break spaces and typographic minus signs, as the font and people who copy amounts expect them. */
function plain(text: string): string {
  return text.replaceAll('\u202f', '\u00a0').replaceAll('\u2212', '-');
}
