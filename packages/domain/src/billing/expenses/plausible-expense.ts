import { type Confirmable, confirmInput, refuseUnlessConfirmed } from '../../plausible.ts';
import { refuseUnlikelyDay } from '../../plausible-day.ts';
import { refuseUnlikelyExchangeRate } from '../plausible-exchange-rate.ts';
import { divideHalfUp } from '../rules.ts';
import { refuseUnlikelyRates } from '../vat/plausible-vat.ts';

export const confirmExpense = confirmInput('vat_rate', 'vat_amount', 'exchange_rate', 'date');

/** Receipts round each item, so that their VAT may be some cents off what the rate comes to. */
const OFF_MINOR = 5;

interface SaidExpense {
  readonly incurredOn?: string | undefined;
  readonly dueOn?: string | null | undefined;
  readonly currency?: string | undefined;
  readonly exchangeRateMillionths?: number | null | undefined;
  readonly amounts: readonly {
    readonly grossMinor: number;
    readonly vatBasisPoints: number;
    readonly vatMinor?: number | undefined;
  }[];
}

/**
 * Throws `invalid_input` for what of an expense is more likely a slip, unless it is confirmed: its days, its rates, VAT that is not what the rate
 * comes to, and its exchange rate. A receipt may be from any country, so a rate is only judged by what rates are anywhere.
 */
export function refuseUnlikelyExpense(
  { incurredOn, dueOn, currency, exchangeRateMillionths, amounts }: SaidExpense,
  by: { readonly today: string; readonly baseCurrency: string; readonly confirm: readonly Confirmable[] | undefined },
): void {
  const { today, baseCurrency, confirm } = by;
  refuseUnlikelyDay(incurredOn, today, 'incurredOn', confirm);
  refuseUnlikelyDay(dueOn, today, 'dueOn', confirm);
  refuseUnlikelyRates(amounts, { country: null, day: incurredOn ?? today, confirm }, 'amounts');
  for (const [index, { grossMinor, vatBasisPoints, vatMinor }] of amounts.entries()) {
    if (vatMinor === undefined) continue;
    const reckoned = divideHalfUp(BigInt(grossMinor) * BigInt(vatBasisPoints), 10_000n + BigInt(vatBasisPoints));
    const off = Math.abs(vatMinor - reckoned);
    if (off <= Math.max(OFF_MINOR, Math.abs(reckoned) / 100)) continue;
    const sentence = `${vatBasisPoints / 100} % within ${grossMinor} is ${reckoned}, and this says ${vatMinor}. Leave it out to have it reckoned, or give the rate that is on the receipt.`;
    refuseUnlessConfirmed('vat_amount', confirm, `amounts.${index}.vatMinor`, sentence);
  }
  if (currency) refuseUnlikelyExchangeRate(exchangeRateMillionths, currency, baseCurrency, confirm);
}
