/** How many decimals a currency has, as CLDR knows it: 2 for the euro, none for the yen. Throws for what is not three letters. */
export function minorDigitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
