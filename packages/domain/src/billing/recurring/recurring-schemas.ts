import { z } from 'zod';
import { Day } from '../../day.ts';
import { Line } from '../../text.ts';
import { DocumentLine } from '../schemas.ts';

export const RecurringInvoice = z.object({
  id: z.uuid(),
  name: z.string(),
  recurrence: z.string().describe('RFC 5545 RRULE, counted from startsOn.'),
  startsOn: z.iso.date(),
  nextOn: z.iso.date().nullable().describe('When the next draft is made; null when the series is over.'),
  paused: z.boolean(),
  draftCount: z.int(),
  lastDraftedOn: z.iso.date().nullable(),
  lastInvoiceId: z.uuid().nullable().describe('What the last period became; it may be deleted since.'),
  teamId: z.uuid().nullable(),
  customerId: z.uuid(),
  customerName: z.string(),
  projectId: z.uuid().nullable(),
  projectName: z.string().nullable(),
  currency: z.string(),
  netMinor: z.int(),
  vatMinor: z.int(),
  totalMinor: z.int(),
  paymentTermDays: z.int().nullable().describe('Null for the customer’s.'),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  lines: z.array(DocumentLine),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type RecurringInvoice = z.infer<typeof RecurringInvoice>;

export const RecurringInvoiceDetail = RecurringInvoice.extend({
  upcomingOn: z
    .array(z.iso.date())
    .describe('The next three days on which a draft is made, or would be if it were not paused.'),
});
export type RecurringInvoiceDetail = z.infer<typeof RecurringInvoiceDetail>;

export const Recurrence = z
  .string()
  .max(300)
  .describe(
    'RFC 5545 RRULE such as FREQ=MONTHLY;BYMONTHDAY=1. The 29th, 30th or 31st is the last day of a month that is shorter.',
  );
export const startsOn = Day.describe('The first day that counts. Days before today are not drafted afterwards.');
export const Name = Line(200);
export const ownPaymentTermDays = z.int().min(0).max(365).optional().describe('By default the customer’s.');
