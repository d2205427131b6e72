import { AppError } from '@countersign/contracts/errors';
import { divideHalfUp, lineNetMinor, type Totals, type VatOfRate } from '../rules.ts';

/** What a line of a credit note takes back; of a line of the invoice when it names one. */
export interface CreditLine {
  readonly invoiceLineId: string | null;
  readonly description: string;
  readonly quantityThousandths: number;
  readonly minutes?: number | null | undefined;
  readonly unit: string | null;
  readonly unitPriceMinor: number;
  readonly vatBasisPoints: number;
}

export interface Credit extends Totals {
  readonly lines: readonly CreditLine[];
}

/** What is left of an invoice for each rate, less what was credited before. */
export function leftToCredit(invoice: readonly VatOfRate[], before: readonly VatOfRate[]): VatOfRate[] {
  return invoice.map(({ vatBasisPoints, netMinor, vatMinor }) => {
    const of = before.filter((each) => each.vatBasisPoints === vatBasisPoints);
    const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
    return {
      vatBasisPoints,
      netMinor: netMinor - sum(of.map((each) => each.netMinor)),
      vatMinor: vatMinor - sum(of.map((each) => each.vatMinor)),
    };
  });
}

/** Takes lines back. Whatever takes the last of a rate takes the last of its VAT, so that crediting everything leaves nothing. */
export function creditLines(lines: readonly CreditLine[], left: readonly VatOfRate[]): Credit {
  const vat = left.flatMap((rate) => {
    const ofRate = lines.filter(({ vatBasisPoints }) => vatBasisPoints === rate.vatBasisPoints);
    const netMinor = ofRate.reduce((sum, line) => sum + lineNetMinor(line), 0);
    if (ofRate.length === 0) return [];
    const reckoned = divideHalfUp(BigInt(netMinor) * BigInt(rate.vatBasisPoints), 10_000n);
    return [{ ...rate, netMinor, vatMinor: netMinor === rate.netMinor ? rate.vatMinor : reckoned }];
  });
  return { lines, ...sumsOf(vat) };
}

/**
 * Takes an amount back, VAT included, from each rate in proportion to what is left of it; a rate of discounts gives its part back. The amount
 * is `totalMinor` to the minor unit: the net part is rounded, and VAT is the rest.
 */
export function creditAmount(amountMinor: number, left: readonly VatOfRate[], description: string): Credit {
  const wholeMinor = left.reduce((sum, rate) => sum + grossOf(rate), 0);
  // Each rate gets what the amount comes to up to it, less what it came to before: so the parts add up, and none exceeds its rate.
  let passedMinor = 0;
  const upToHere = () => divideHalfUp(BigInt(amountMinor) * BigInt(passedMinor), BigInt(wholeMinor));
  const vat = left.flatMap((rate) => {
    if (amountMinor === wholeMinor) return rate.netMinor === 0 && rate.vatMinor === 0 ? [] : [rate];
    const before = upToHere();
    passedMinor += grossOf(rate);
    const ofRate = upToHere() - before;
    if (ofRate === 0) return [];
    const netMinor = divideHalfUp(BigInt(ofRate) * 10_000n, 10_000n + BigInt(rate.vatBasisPoints));
    return [{ vatBasisPoints: rate.vatBasisPoints, netMinor, vatMinor: ofRate - netMinor }];
  });
  const lines = vat.map(({ vatBasisPoints, netMinor }) => ({
    invoiceLineId: null,
    description,
    quantityThousandths: 1000,
    minutes: null,
    unit: null,
    unitPriceMinor: netMinor,
    vatBasisPoints,
  }));
  return { lines, ...sumsOf(vat) };
}

/** Throws `conflict` for a credit of nothing, or of more than was not credited before. */
export function refuseCredit({ totalMinor }: Credit, leftMinor: number): void {
  if (totalMinor > 0 && totalMinor <= leftMinor) return;
  if (totalMinor <= 0) throw new AppError('conflict', 'That comes to nothing. Choose lines or an amount above zero.');
  throw new AppError(
    'conflict',
    `A credit note takes back at most what was invoiced and not credited before: ${leftMinor} minor units, and this would be ${totalMinor}.`,
    { leftMinor },
  );
}

const grossOf = ({ netMinor, vatMinor }: VatOfRate) => netMinor + vatMinor;

function sumsOf(vat: readonly VatOfRate[]): Totals {
  const netMinor = vat.reduce((sum, rate) => sum + rate.netMinor, 0);
  const vatMinor = vat.reduce((sum, rate) => sum + rate.vatMinor, 0);
  return { netMinor, vatMinor, totalMinor: netMinor + vatMinor, vat };
}
