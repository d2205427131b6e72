import { AppError } from '@countersign/contracts/errors';

/**
 * The largest amount a line, document or budget may have, in minor units: one billion in a currency of two decimals. A
 * number holds the exact sum of ninety thousand such amounts.
 */
export const AMOUNT_MINOR_MAX = 100_000_000_000;
/** A million pieces, in thousandths. */
export const QUANTITY_THOUSANDTHS_MAX = 1_000_000_000;

export interface LineAmounts {
  readonly quantityThousandths: number;
  /** Hours to the minute, which thousandths of an hour would not hold: the price is for an hour then. */
  readonly minutes?: number | null | undefined;
  /** Before VAT; below zero is a discount. */
  readonly unitPriceMinor: number;
  readonly vatBasisPoints: number;
}

export interface VatOfRate {
  readonly vatBasisPoints: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

export interface Totals {
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly totalMinor: number;
  /** One row for each rate, lowest first; the totals are the sums of these. */
  readonly vat: readonly VatOfRate[];
}

/** Quantity × unit price, rounded to the minor unit, and nowhere before. Throws `invalid_input` beyond AMOUNT_MINOR_MAX. */
export function lineNetMinor({ quantityThousandths, minutes, unitPriceMinor }: LineAmounts): number {
  const [quantity, ofOne] = minutes ? [minutes, 60n] : [quantityThousandths, 1000n];
  return bounded(divideHalfUp(BigInt(quantity) * BigInt(unitPriceMinor), ofOne));
}

/** Minutes as thousandths of an hour, to read: half up. */
export function hoursThousandths(minutes: number): number {
  return divideHalfUp(BigInt(minutes) * 1000n, 60n);
}

/**
 * What a document of these lines comes to: VAT is reckoned for each rate on the sum of its rounded lines, so everything shown
 * adds up to everything shown. Throws `invalid_input` beyond AMOUNT_MINOR_MAX.
 */
export function totalsOf(lines: readonly LineAmounts[]): Totals {
  const netByRate = new Map<number, number>();
  for (const line of lines) {
    const { vatBasisPoints } = line;
    netByRate.set(vatBasisPoints, (netByRate.get(vatBasisPoints) ?? 0) + lineNetMinor(line));
  }
  const vat = [...netByRate]
    .sort(([rate], [other]) => rate - other)
    .map(([vatBasisPoints, netMinor]) => ({
      vatBasisPoints,
      netMinor: bounded(netMinor),
      vatMinor: divideHalfUp(BigInt(netMinor) * BigInt(vatBasisPoints), 10_000n),
    }));
  const netMinor = bounded(vat.reduce((sum, rate) => sum + rate.netMinor, 0));
  const vatMinor = bounded(vat.reduce((sum, rate) => sum + rate.vatMinor, 0));
  return { netMinor, vatMinor, totalMinor: bounded(netMinor + vatMinor), vat };
}

/** Rounds halves away from zero, so that a discount mirrors the charge it takes back. */
export function divideHalfUp(numerator: bigint, denominator: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (magnitude * 2n + denominator) / (denominator * 2n);
  return Number(numerator < 0n ? -rounded : rounded);
}

function bounded(amountMinor: number): number {
  if (Math.abs(amountMinor) <= AMOUNT_MINOR_MAX) return amountMinor;
  throw new AppError('invalid_input', `Amounts go up to ${AMOUNT_MINOR_MAX} minor units. Split the document.`, {
    fields: [{ path: 'lines', problem: 'amount too large' }],
  });
}

export const INVOICE_STATUSES = ['draft', 'issued', 'partly_paid', 'paid', 'credited'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

export interface InvoiceFacts {
  readonly number: number | null;
  readonly dueOn: string | null;
  readonly totalMinor: number;
  readonly paidMinor: number;
  readonly creditedMinor: number;
  /** The part of what was credited that had been paid before; nothing is open when there is any. */
  readonly refundableMinor: number;
  readonly refundedMinor: number;
}

/** What payments and credit notes settled of the total. */
export function settledMinorOf({ paidMinor, creditedMinor, refundableMinor }: InvoiceFacts): number {
  return paidMinor + creditedMinor - refundableMinor;
}

/** What is still owed of it; of a draft nothing is. */
export function openMinorOf(invoice: InvoiceFacts): number {
  return invoice.number === null ? 0 : invoice.totalMinor - settledMinorOf(invoice);
}

/** What the customer is still to get back. */
export function toRefundMinorOf({ refundableMinor, refundedMinor }: InvoiceFacts): number {
  return refundableMinor - refundedMinor;
}

/** Follows from the facts, so it is stored nowhere and cannot contradict them. Credited is one of which no money stayed. */
export function invoiceStatus(invoice: InvoiceFacts): InvoiceStatus {
  const { number, paidMinor, creditedMinor, refundedMinor } = invoice;
  if (number === null) return 'draft';
  if (openMinorOf(invoice) > 0) return paidMinor > 0 ? 'partly_paid' : 'issued';
  return paidMinor === refundedMinor && creditedMinor > 0 ? 'credited' : 'paid';
}

/** Whether something of it is still owed the day after it was due. */
export function isOverdue(invoice: InvoiceFacts, today: string): boolean {
  const status = invoiceStatus(invoice);
  return (status === 'issued' || status === 'partly_paid') && invoice.dueOn !== null && invoice.dueOn < today;
}

/** Throws `conflict` for an invoice that has been issued: it stands as it was sent. */
export function refuseIssued({ number }: Pick<InvoiceFacts, 'number'>): void {
  if (number === null) return;
  throw new AppError(
    'conflict',
    'This invoice has been issued and cannot be changed. To take back what is wrong in it, use create_credit_note.',
    { number },
  );
}

export const QUOTE_STATUSES = ['draft', 'sent', 'accepted', 'declined'] as const;
export type QuoteStatus = (typeof QUOTE_STATUSES)[number];

/** Back to draft is how an offer is revised. An accepted one stands. */
const QUOTE_STEPS: Readonly<Record<QuoteStatus, readonly QuoteStatus[]>> = {
  draft: ['sent'],
  sent: ['draft', 'accepted', 'declined'],
  declined: ['draft'],
  accepted: [],
};

/** Throws `conflict` with the steps there are, when this one is none of them. Staying is always fine. */
export function refuseQuoteStep(from: QuoteStatus, to: QuoteStatus): void {
  if (from === to || QUOTE_STEPS[from].includes(to)) return;
  const allowed = QUOTE_STEPS[from];
  throw new AppError(
    'conflict',
    `A quote that is ${from} cannot become ${to}. ${allowed.length ? `It can become ${allowed.join(' or ')}.` : 'It stays.'}`,
    { currentStatus: from, allowed },
  );
}

/** Throws `conflict` for a quote the customer has: what was offered stays readable until it is taken back. */
export function refuseSettledQuote(status: QuoteStatus): void {
  if (status === 'draft') return;
  const cure = status === 'accepted' ? 'Create another quote.' : 'Make it a draft again with set_quote_status first.';
  throw new AppError('conflict', `Only a draft quote can be changed, and this one is ${status}. ${cure}`, {
    currentStatus: status,
  });
}
