import { z } from 'zod';
import { Line, Prose } from '../text.ts';
import { AMOUNT_MINOR_MAX, INVOICE_STATUSES, QUANTITY_THOUSANDTHS_MAX, QUOTE_STATUSES } from './rules.ts';

export const LINES_MAX = 100;
/** A year of somebody’s hours ten times over. */
const LINE_MINUTES_MAX = 10_000_000;

const lineFields = {
  description: Line(500),
  quantityThousandths: z
    .int()
    .min(1)
    .max(QUANTITY_THOUSANDTHS_MAX)
    .optional()
    .describe('In thousandths: 1500 is one and a half; by default one.'),
  minutes: z
    .int()
    .min(1)
    .max(LINE_MINUTES_MAX)
    .optional()
    .describe('Hours to the minute, instead of quantityThousandths: 20 at a price for the hour is billed as a third.'),
  unit: Line(20).optional().describe('Such as h or pcs.'),
  projectId: z
    .uuid()
    .optional()
    .describe('From list_projects, where the document is for several; by default the document’s.'),
  unitPriceMinor: z
    .int()
    .min(-AMOUNT_MINOR_MAX)
    .max(AMOUNT_MINOR_MAX)
    .describe('Before VAT, in cents or the like; below zero for a discount.'),
  vatBasisPoints: z.int().min(0).max(10_000).describe('VAT rate in hundredths of a percent: 2550 is 25.5 %.'),
};

export const NewLine = z.strictObject(lineFields);
/** As a caller gives it, or as another document holds it: there a missing unit is null. */
export type NewLine = Omit<z.output<typeof NewLine>, 'unit'> & { unit?: string | null | undefined };

export const NewLines = z.array(NewLine).max(LINES_MAX);

/** A line in a changed document: with an id it is one of the document's own, without it is new. */
export const KeptLine = NewLine.partial().extend({
  id: z
    .uuid()
    .optional()
    .describe('Of a line to keep; its time stays billed, and what is not named of it stays. Absent for a new one.'),
});
export type KeptLine = Omit<z.output<typeof KeptLine>, 'unit'> & { unit?: string | null | undefined };

export const KeptLines = z
  .array(KeptLine)
  .max(LINES_MAX)
  .describe('All lines in their order. A line left out is removed, and time it billed is free again.');

export const DocumentLine = z.object({
  id: z.uuid(),
  position: z.int().describe('From 1.'),
  description: z.string(),
  quantityThousandths: z.int(),
  minutes: z.int().nullable().describe('Of a line that is billed to the minute; quantityThousandths is rounded then.'),
  unit: z.string().nullable(),
  unitPriceMinor: z.int(),
  vatBasisPoints: z.int(),
  netMinor: z.int(),
  projectId: z.uuid().nullable().optional().describe('Null for the document’s own.'),
});
export type DocumentLine = z.infer<typeof DocumentLine>;

const VatOfRate = z.object({ vatBasisPoints: z.int(), netMinor: z.int(), vatMinor: z.int() });

/** What a quote or invoice shows beside its list entry. */
const detail = {
  lines: z.array(DocumentLine),
  vat: z.array(VatOfRate).describe('One for each rate; the totals are the sums of these.'),
};

const amounts = {
  currency: z.string(),
  netMinor: z.int(),
  vatMinor: z.int(),
  totalMinor: z.int(),
};

const record = { version: z.int(), createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() };

const place = {
  teamId: z.uuid().nullable(),
  customerId: z.uuid(),
  customerName: z.string(),
  projectId: z.uuid().nullable(),
  projectName: z.string().nullable(),
};

export const Quote = z.object({
  id: z.uuid(),
  title: z.string(),
  status: z.enum(QUOTE_STATUSES),
  expired: z.boolean().describe('Sent, and past the day it was valid until.'),
  ...place,
  ...amounts,
  validUntil: z.iso.date().nullable(),
  note: z.string().nullable(),
  invoiceId: z.uuid().nullable().describe('The invoice it was made into.'),
  ...record,
});
export type Quote = z.infer<typeof Quote>;
export const QuoteDetail = Quote.extend(detail);
export type QuoteDetail = z.infer<typeof QuoteDetail>;

export const Invoice = z.object({
  id: z.uuid(),
  number: z.int().nullable().describe('Null while it is a draft.'),
  status: z.enum(INVOICE_STATUSES),
  overdue: z.boolean(),
  ...place,
  quoteId: z.uuid().nullable(),
  ...amounts,
  paidMinor: z.int(),
  creditedMinor: z.int().describe('What credit notes took back.'),
  refundedMinor: z.int().describe('What was given back of what was paid.'),
  openMinor: z.int().describe('What is still owed of an issued invoice; 0 for a draft.'),
  toRefundMinor: z.int().describe('What credit notes took back after it was paid and is still to be given back.'),
  paymentTermDays: z.int(),
  issuedOn: z.iso.date().nullable(),
  dueOn: z.iso.date().nullable(),
  paidOn: z.iso.date().nullable(),
  paymentReference: z.string().nullable().describe('What the customer names when paying; given when it is issued.'),
  exchangeRateMillionths: z
    .int()
    .nullable()
    .describe('Minor units of the base currency for a million of its own, as issued; null in the base currency.'),
  sentAt: z.iso.datetime().nullable(),
  reminderLevel: z.int().describe('How often the customer was reminded.'),
  remindedOn: z.iso.date().nullable(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  ...record,
});
export type Invoice = z.infer<typeof Invoice>;

export const PAYMENT_METHODS = ['bank_transfer', 'card', 'cash', 'other'] as const;

const Payment = z.object({
  id: z.uuid(),
  amountMinor: z.int(),
  paidOn: z.iso.date(),
  method: z.enum(PAYMENT_METHODS),
  note: z.string().nullable(),
});
export type Payment = z.infer<typeof Payment>;

export const CreditNote = z.object({
  id: z.uuid(),
  number: z.int().describe('Of the same series as invoices.'),
  issuedOn: z.iso.date(),
  reason: z.string().nullable(),
  netMinor: z.int(),
  vatMinor: z.int(),
  totalMinor: z.int(),
  refundableMinor: z.int().describe('The part that was paid already, and so is the customer’s.'),
  toRefundMinor: z.int().describe('What of it is still to be given back; mark_invoice_paid records it.'),
  refunds: z.array(Payment).describe('Money given back, in order.'),
  ...detail,
});
export type CreditNote = z.infer<typeof CreditNote>;

const Delivery = z.object({
  reminderLevel: z.int().describe('0 for the invoice itself, else which reminder.'),
  recipient: z.string(),
  sentAt: z.iso.datetime(),
});
export type Delivery = z.infer<typeof Delivery>;

export const InvoiceDetail = Invoice.extend({
  ...detail,
  payments: z.array(Payment).describe('In the order they came.'),
  creditNotes: z.array(CreditNote),
  deliveries: z.array(Delivery).describe('What was mailed to the customer, oldest first.'),
});
export type InvoiceDetail = z.infer<typeof InvoiceDetail>;

export const Budget = z.object({
  id: z.uuid(),
  name: z.string(),
  teamId: z.uuid().nullable(),
  projectId: z.uuid(),
  projectName: z.string(),
  currency: z.string(),
  amountMinor: z.int(),
  startsOn: z.iso.date().nullable(),
  endsOn: z.iso.date().nullable(),
  timeMinor: z.int().describe('Work of the project in the period, at its rates.'),
  expensesMinor: z.int().describe('Expenses of the project in the period, before VAT, drafts too.'),
  consumedMinor: z.int().describe('Both together.'),
  remainingMinor: z.int().describe('Below zero when it is overspent.'),
  consumedPercent: z.int().describe('Rounded down.'),
  minutesWithoutRate: z.int().describe('Work that has no rate in this currency, and so no part in the figures.'),
  note: z.string().nullable(),
  ...record,
});
export type Budget = z.infer<typeof Budget>;

/** Input fields the tools share. */
export const customerId = z.uuid().describe('From list_customers.');
export const projectId = z.uuid().optional().describe('From list_projects.');
export const teamId = z
  .uuid()

  .optional()
  .describe('From list_teams; by default the project’s, else the connection’s.');
export const note = Prose(2000).optional().describe('Shown to the customer.');
export const reference = Line(100).optional().describe('What the customer wants named, such as an order number.');
export const paymentTermDays = z.int().min(0).max(365).optional().describe('By default the customer’s.');
export const AmountMinor = z.int().min(1).max(AMOUNT_MINOR_MAX);
export const internalNote = Prose(2000).optional();
