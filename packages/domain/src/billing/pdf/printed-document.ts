import type { Buyer, Seller } from '../parties.ts';
import type { LineAmounts, VatOfRate } from '../rules.ts';

export interface PrintedLine extends LineAmounts {
  readonly description: string;
  readonly unit: string | null;
  readonly netMinor: number;
}

/** Everything a page says: an invoice, a draft of one, or a credit note. */
export interface PrintedDocument {
  readonly kind: 'invoice' | 'draft' | 'creditNote';
  /** Null of a draft. */
  readonly number: number | null;
  readonly issuedOn: string | null;
  readonly dueOn: string | null;
  readonly paymentTermDays: number;
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly currency: string;
  readonly lines: readonly PrintedLine[];
  readonly vat: readonly VatOfRate[];
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly totalMinor: number;
  /** What the customer wanted named. */
  readonly reference: string | null;
  readonly paymentReference: string | null;
  readonly note: string | null;
  /** Of a credit note: the part of its total that the customer gets back, because it was paid before. */
  readonly refundableMinor: number;
  /** Of a credit note: the invoice it takes back. */
  readonly creditedInvoiceNumber: number | null;
}
