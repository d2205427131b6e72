import { minorDigitsOf } from '@countersign/contracts/currencies';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { companyProfile } from '../directory/index.ts';
import { vatByMonth } from './ledger-store.ts';
import type { Filing } from './schemas.ts';
import { vatOf } from './vat.ts';

/** What a bookkeeper who is asked to review a VAT period has to know, in words of ours: its figures by rate, its day, and where to look. */
export async function reviewLetter(ctx: RequestContext, tx: Tx, filing: Filing): Promise<string> {
  const { baseCurrency } = await companyProfile(ctx, tx);
  const digits = minorDigitsOf(baseCurrency);
  const money = (minor: number) => `${(minor / 10 ** digits).toFixed(digits)} ${baseCurrency}`;
  const vat = vatOf(await vatByMonth(tx, baseCurrency, filing), filing);
  const rates = (name: string, of: typeof vat.sales) =>
    of.map((rate) => `${name} at ${rate.vatBasisPoints / 100} %: ${money(rate.netMinor)}, VAT ${money(rate.vatMinor)}`);
  return [
    `Please review the VAT period ${filing.period} (${filing.from} to ${filing.to}), due on ${filing.dueOn}.`,
    [
      ...rates('Sales', vat.sales),
      ...rates('Purchases', vat.purchases),
      `VAT on sales: ${money(vat.salesVatMinor)}`,
      `VAT to deduct: ${money(vat.purchaseVatMinor)}`,
      `Payable: ${money(vat.payableMinor)}`,
    ].join('\n'),
    // Its words are a caller’s: only `send_message` mails those.
    ...(filing.reviewNote ? ['A note was left with the request; it is kept with the filing.'] : []),
    `Where it can be looked at: ${new URL('.', ctx.links.records).href}`,
  ].join('\n\n');
}
