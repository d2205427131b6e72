import { AppError } from '@countersign/contracts/errors';

/** The rate a document is booked at: null in the base currency. Throws `invalid_input` when it is missing, or given for nothing. */
export function rateFor(
  currency: string,
  baseCurrency: string,
  exchangeRateMillionths: number | undefined,
): number | null {
  const isBase = currency === baseCurrency;
  if (isBase === (exchangeRateMillionths === undefined)) return exchangeRateMillionths ?? null;
  const sentence = isBase
    ? `the invoice is in ${baseCurrency} like the books. Leave the rate out.`
    : `the books are in ${baseCurrency}. Say how many minor units of it a million of the invoice’s are.`;
  throw new AppError('invalid_input', `exchangeRateMillionths: ${sentence}`, {
    fields: [{ path: 'exchangeRateMillionths', problem: isBase ? 'not needed' : 'missing' }],
  });
}
