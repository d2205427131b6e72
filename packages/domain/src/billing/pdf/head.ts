import type { Buyer } from '../parties.ts';
import { groupedReference } from '../payments/payment-reference.ts';
import type { Drawing } from './drawing.ts';
import { type Column, heightOf, PAGE, QUIET, write } from './page.ts';
import type { Texts } from './texts.ts';

const LEFT: Column = { x: PAGE.left, width: 250 };
const LABELS: Column = { x: 325, width: 95 };
const FACTS: Column = { x: 420, width: PAGE.right - 420 };
const RIGHT: Column = { x: 325, width: PAGE.right - 325 };

/** Who bills, what this is, who pays, and the facts of it. Returns the height below. */
export function drawHead({ page, document, texts, formats }: Drawing): number {
  const { kind, number, seller, buyer } = document;
  const sellerEnd = write(page, seller.name, LEFT, PAGE.top, { size: 17, weight: 'bold' });
  const name = kind === 'creditNote' ? texts.creditNote : texts.invoice;
  const title = kind === 'draft' ? `${name} · ${texts.draft}` : `${name} ${number}`;
  const titleEnd = write(page, title, RIGHT, PAGE.top, { size: 17, weight: 'bold' });
  const top = Math.max(sellerEnd, titleEnd, PAGE.top + 30) + 22;

  let left = write(page, texts.billTo, LEFT, top, { size: 8, color: QUIET }) + 2;
  left = write(page, buyer.name, LEFT, left, { size: 10.5, weight: 'bold' });
  for (const line of addressOf(buyer, seller.country, texts)) left = write(page, line, LEFT, left, { size: 9.5 });
  left += 4;
  if (buyer.businessId) left = write(page, `${texts.businessId} ${buyer.businessId}`, LEFT, left, { color: QUIET });
  if (buyer.vatId) left = write(page, `${texts.vatId} ${buyer.vatId}`, LEFT, left, { color: QUIET });

  const facts: [label: string, value: string | null][] = [
    [texts.number, number === null ? null : String(number)],
    [texts.creditedInvoice, document.creditedInvoiceNumber === null ? null : String(document.creditedInvoiceNumber)],
    [texts.date, document.issuedOn && formats.day(document.issuedOn)],
    [texts.dueDate, document.dueOn && formats.day(document.dueOn)],
    [texts.term, kind === 'creditNote' ? null : texts.paymentTerm(document.paymentTermDays)],
    [texts.yourReference, document.reference],
    [texts.paymentReference, document.paymentReference && groupedReference(document.paymentReference)],
  ];
  let right = top;
  for (const [label, value] of facts) {
    if (value === null) continue;
    write(page, label, LABELS, right, { color: QUIET });
    write(page, value, FACTS, right);
    right += Math.max(heightOf(page, label, LABELS), heightOf(page, value, FACTS)) + 3;
  }
  return Math.max(left, right);
}

/** As it goes on an envelope; the country is named when it is not the seller's. */
export function addressOf(party: Buyer, homeCountry: string | null, texts: Texts): string[] {
  const town = [party.postalCode, party.city].filter((part) => part !== null).join(' ');
  const isAbroad = party.country !== null && party.country !== homeCountry;
  const country = isAbroad
    ? new Intl.DisplayNames(texts.locale, { type: 'region' }).of(party.country ?? '')
    : undefined;
  return [party.street, town, country].flatMap((line) => line || []);
}
