/**
 * An amount of a document in the organization's base currency, halves away from zero. `exchangeRateMillionths` is how many minor units
 * of the base currency a million minor units of the document's are: 1 USD at 0.92 EUR is 920,000; null when they are the same.
 */
export function inBaseCurrency(amountMinor: number, exchangeRateMillionths: number | null): number {
  if (exchangeRateMillionths === null) return amountMinor;
  const exact = BigInt(Math.abs(amountMinor)) * BigInt(exchangeRateMillionths);
  const rounded = Number((exact * 2n + 1_000_000n) / 2_000_000n);
  return amountMinor < 0 ? -rounded : rounded;
}

/**
 * What a further part of a document comes to: the conversion of everything so far less that of what was before, so that the parts
 * of a document always add up to the whole of it.
 */
export function partInBaseCurrency(
  beforeMinor: number,
  partMinor: number,
  exchangeRateMillionths: number | null,
): number {
  const upTo = (amountMinor: number) => inBaseCurrency(amountMinor, exchangeRateMillionths);
  return upTo(beforeMinor + partMinor) - upTo(beforeMinor);
}
