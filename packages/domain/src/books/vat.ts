/** What the ledger holds of one VAT rate in one period. */
export interface VatSum {
  /** `YYYY-MM-DD`, the first day of the month. */
  readonly month: string;
  readonly kind: 'sales' | 'purchases';
  readonly vatBasisPoints: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

interface VatOfRate {
  readonly vatBasisPoints: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

export interface VatFigures {
  readonly sales: VatOfRate[];
  readonly purchases: VatOfRate[];
  readonly salesVatMinor: number;
  readonly purchaseVatMinor: number;
  /** Below zero it comes back. */
  readonly payableMinor: number;
}

/** The VAT of the days between two: sales and purchases by rate, lowest first, and what is left to pay. */
export function vatOf(
  sums: readonly VatSum[],
  { from, to }: { readonly from: string; readonly to: string },
): VatFigures {
  const inPeriod = sums.filter(({ month }) => month >= from && month <= to);
  const [sales, purchases] = [ratesOf(inPeriod, 'sales'), ratesOf(inPeriod, 'purchases')];
  const [salesVatMinor, purchaseVatMinor] = [vatTotal(sales), vatTotal(purchases)];
  return { sales, purchases, salesVatMinor, purchaseVatMinor, payableMinor: salesVatMinor - purchaseVatMinor };
}

function ratesOf(sums: readonly VatSum[], kind: VatSum['kind']): VatOfRate[] {
  const rates = new Map<number, VatOfRate>();
  for (const { vatBasisPoints, netMinor, vatMinor } of sums.filter((sum) => sum.kind === kind)) {
    const before = rates.get(vatBasisPoints);
    rates.set(vatBasisPoints, {
      vatBasisPoints,
      netMinor: (before?.netMinor ?? 0) + netMinor,
      vatMinor: (before?.vatMinor ?? 0) + vatMinor,
    });
  }
  return [...rates.values()].sort((one, other) => one.vatBasisPoints - other.vatBasisPoints);
}

function vatTotal(rates: readonly VatOfRate[]): number {
  return rates.reduce((total, { vatMinor }) => total + vatMinor, 0);
}
