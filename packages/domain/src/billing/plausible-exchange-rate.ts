import { minorDigitsOf } from '@countersign/contracts/currencies';
import { type Confirmable, refuseUnlessConfirmed } from '../plausible.ts';

/**
 * About what a euro was worth in 2026, in whole units of other currencies: near enough to tell a rate from its inverse and from one of another
 * magnitude, and to be asked about when it is three times off. No rate is ever taken from here. Source: the European Central Bank’s reference rates.
 */
const FOR_A_EURO: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.15,
  GBP: 0.87,
  CHF: 0.94,
  SEK: 11.2,
  NOK: 11.7,
  DKK: 7.46,
  ISK: 145,
  PLN: 4.25,
  CZK: 24.5,
  HUF: 395,
  RON: 5.07,
  BGN: 1.956,
  TRY: 48,
  UAH: 48,
  JPY: 175,
  CNY: 8.2,
  INR: 101,
  KRW: 1650,
  AUD: 1.77,
  NZD: 2,
  CAD: 1.61,
  BRL: 6.2,
  MXN: 21.5,
  ZAR: 20,
  SGD: 1.5,
  HKD: 9,
  THB: 37.5,
  IDR: 19_000,
  VND: 30_000,
  ILS: 3.8,
  AED: 4.2,
  SAR: 4.3,
  KWD: 0.353,
  BHD: 0.433,
  OMR: 0.443,
};
const TIMES_OFF = 3;

/**
 * Throws `invalid_input` for a rate that is the inverse of a likely one, or of another magnitude, unless it is confirmed. Currencies that are not
 * in the table are not judged.
 */
export function refuseUnlikelyExchangeRate(
  exchangeRateMillionths: number | null | undefined,
  currency: string,
  baseCurrency: string,
  confirm: readonly Confirmable[] | undefined,
): void {
  const [of, into] = [FOR_A_EURO[currency], FOR_A_EURO[baseCurrency]];
  if (!exchangeRateMillionths || of === undefined || into === undefined || currency === baseCurrency) return;
  const digits = minorDigitsOf(baseCurrency) - minorDigitsOf(currency);
  const likely = (into / of) * 10 ** digits * 1_000_000;
  const off = exchangeRateMillionths / likely;
  if (off < TIMES_OFF && off > 1 / TIMES_OFF && !isInverse(exchangeRateMillionths, likely)) return;
  const inverse = 1e12 / exchangeRateMillionths;
  const meant = Math.round(isInverse(exchangeRateMillionths, likely) ? inverse : likely);
  refuseUnlessConfirmed(
    'exchange_rate',
    confirm,
    'exchangeRateMillionths',
    `that is ${exchangeRateMillionths} minor units of ${baseCurrency} for a million of ${currency}. About ${meant} is probably meant${
      isInverse(exchangeRateMillionths, likely) ? '; this is the rate the other way round' : ''
    }.`,
  );
}

/** Nearer to the inverse than to the rate itself; of two currencies of about one worth nobody can tell. */
function isInverse(said: number, likely: number): boolean {
  const distance = (value: number) => Math.abs(Math.log(said / value));
  const inverse = 1e12 / likely;
  return distance(inverse) < Math.log(1.5) && distance(inverse) < distance(likely);
}
