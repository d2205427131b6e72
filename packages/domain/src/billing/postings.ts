import { credit, debit, type Entry, inBaseCurrency, partInBaseCurrency } from '../books/index.ts';
import type { VatOfRate } from './rules.ts';

/** What the books need to know of the currency of a document. */
export interface DocumentCurrency {
  readonly currency: string;
  /** Base minor units for a million of the document's; null for a document in the base currency. */
  readonly exchangeRateMillionths: number | null;
  readonly baseCurrency: string;
}

/** An invoice as it was issued, or a credit note. */
export interface IssuedDocument extends DocumentCurrency {
  readonly id: string;
  readonly number: number;
  readonly issuedOn: string;
  readonly teamId: string | null;
  readonly vat: readonly VatOfRate[];
  readonly totalMinor: number;
}

/** Something that settles an invoice in part or whole. */
export interface Settlement {
  /** What payments and credit notes had settled of the invoice before, in its currency: keeps the cents of conversion together. */
  readonly settledBeforeMinor: number;
}

/** The customer owes the total; net amounts are sales and VAT is owed on, by rate. */
export function invoiceEntry(invoice: IssuedDocument): Entry {
  const owed = inBaseCurrency(invoice.totalMinor, invoice.exchangeRateMillionths);
  return {
    on: invoice.issuedOn,
    description: `Invoice ${invoice.number}`,
    source: { kind: 'invoice', id: invoice.id },
    teamId: invoice.teamId,
    ...currencyOf(invoice),
    lines: [
      ...debit('receivables', owed),
      ...partsOf(invoice, owed).flatMap(({ vatBasisPoints, netMinor, vatMinor }) => [
        ...credit('sales', netMinor, vatBasisPoints),
        ...credit('vat_payable', vatMinor, vatBasisPoints),
      ]),
    ],
  };
}

/** The part of a credit note that settles nothing, because it was paid before: the customer is owed it. */
export interface Refundable {
  readonly refundableMinor: number;
  /** What earlier credit notes of the invoice left to give back. */
  readonly refundableBeforeMinor: number;
}

/**
 * Takes back what an invoice booked, by the rates of the credit note. `note` has amounts above zero and its invoice's exchange rate. What is to
 * be given back is converted by itself, so that refunds come to it exactly.
 */
export function creditNoteEntry(note: IssuedDocument & Settlement & Refundable): Entry {
  const { exchangeRateMillionths: rate, refundableMinor, refundableBeforeMinor } = note;
  const settled =
    partInBaseCurrency(note.settledBeforeMinor, note.totalMinor - refundableMinor, rate) +
    partInBaseCurrency(refundableBeforeMinor, refundableMinor, rate);
  return {
    on: note.issuedOn,
    description: `Credit note ${note.number}`,
    source: { kind: 'credit_note', id: note.id },
    teamId: note.teamId,
    ...currencyOf(note),
    lines: [
      ...credit('receivables', settled),
      ...partsOf(note, settled).flatMap(({ vatBasisPoints, netMinor, vatMinor }) => [
        ...debit('sales', netMinor, vatBasisPoints),
        ...debit('vat_payable', vatMinor, vatBasisPoints),
      ]),
    ],
  };
}

export interface Payment extends DocumentCurrency, Settlement {
  /** What came in, in the base currency, when that is known; else what it comes to at the invoice's rate. */
  readonly receivedMinor?: number | null | undefined;
  /** Taken from the customer's credit instead of from the bank. */
  readonly isFromCredit?: boolean | undefined;
  readonly id: string;
  readonly paidOn: string;
  readonly teamId: string | null;
  readonly invoiceNumber: number;
  readonly amountMinor: number;
}

/** Money for an invoice: the bank moves by what came in, the debt at the invoice's exchange rate, and what is between them is a difference of exchange. */
export function paymentEntry(payment: Payment): Entry {
  const owed = partInBaseCurrency(payment.settledBeforeMinor, payment.amountMinor, payment.exchangeRateMillionths);
  const received = payment.receivedMinor ?? owed;
  return {
    on: payment.paidOn,
    description: `Payment of invoice ${payment.invoiceNumber}`,
    source: { kind: 'payment', id: payment.id },
    teamId: payment.teamId,
    ...currencyOf(payment),
    lines: [
      ...debit(payment.isFromCredit ? 'customer_credits' : 'bank', received),
      ...credit('receivables', owed),
      ...credit('exchange_differences', received - owed),
    ],
  };
}

export interface Refund extends DocumentCurrency {
  readonly id: string;
  readonly paidOn: string;
  readonly teamId: string | null;
  readonly creditNoteNumber: number;
  readonly amountMinor: number;
  /** What was given back of the invoice's credit notes before. */
  readonly refundedBeforeMinor: number;
}

/** Money given back to the customer, at the invoice's exchange rate. */
export function refundEntry(refund: Refund): Entry {
  const given = partInBaseCurrency(refund.refundedBeforeMinor, refund.amountMinor, refund.exchangeRateMillionths);
  return {
    on: refund.paidOn,
    description: `Refund of credit note ${refund.creditNoteNumber}`,
    source: { kind: 'refund', id: refund.id },
    teamId: refund.teamId,
    ...currencyOf(refund),
    lines: [...debit('receivables', given), ...credit('bank', given)],
  };
}

export function currencyOf({ currency, exchangeRateMillionths, baseCurrency }: DocumentCurrency) {
  if (exchangeRateMillionths === null) return { currency };
  return { currency: baseCurrency, document: { currency, exchangeRateMillionths } };
}

/** The rates of a document in the base currency. The largest net amount takes the cents that rounding each part leaves of the whole. */
export function partsOf(
  { vat, exchangeRateMillionths }: Pick<IssuedDocument, 'vat' | 'exchangeRateMillionths'>,
  whole: number,
) {
  const parts = vat.map(({ vatBasisPoints, netMinor, vatMinor }) => ({
    vatBasisPoints,
    netMinor: inBaseCurrency(netMinor, exchangeRateMillionths),
    vatMinor: inBaseCurrency(vatMinor, exchangeRateMillionths),
  }));
  const left = parts.reduce((rest, { netMinor, vatMinor }) => rest - netMinor - vatMinor, whole);
  const largest = parts.reduce(
    (found, part) => (Math.abs(part.netMinor) > Math.abs(found?.netMinor ?? -1) ? part : found),
    parts[0],
  );
  return parts.map((part) => (part === largest ? { ...part, netMinor: part.netMinor + left } : part));
}
