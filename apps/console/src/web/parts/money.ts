import { minorDigitsOf } from '@countersign/contracts/currencies';

/** An amount as people write it: `€13,022.13`. Decimals are those of ISO 4217, not the browser's. */
export function moneyWords({ minor, currency }: { readonly minor: number; readonly currency: string }): string {
  const digits = minorDigitsOf(currency);
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}
