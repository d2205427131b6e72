import { z } from 'zod';

/** Said by every report: a narrowed connection sees its team's part of the figures. */
export const team = z.string().nullable().describe('Set when these are this team’s figures only.');
export const currency = z.string().describe('The base currency, which the amounts are in.');

export const figures = {
  revenueMinor: z.int().describe('Issued less credited, before VAT, as the books have it.'),
  expensesMinor: z.int().describe('Booked, before VAT.'),
  invoices: z.int().describe('Issued.'),
  minutes: z.int(),
  billableMinutes: z.int(),
};

export const ProjectWork = z.object({
  memberId: z.uuid().nullable(),
  name: z.string().nullable().describe('Null for somebody who has left.'),
  minutes: z.int(),
  billableMinutes: z.int(),
  unbilledMinutes: z.int().describe('Billable, and on no invoice.'),
});
export type ProjectWork = z.infer<typeof ProjectWork>;

export const ProjectMoney = z.object({
  currency: z.string(),
  invoicedMinor: z.int(),
  creditedMinor: z.int(),
  openMinor: z.int().describe('Still owed, with VAT.'),
  draftedMinor: z.int().describe('On drafts.'),
  expensesMinor: z.int().describe('Drafts too.'),
  workMinor: z.int().describe('Hours at their rates, billable or not.'),
  unbilledWorkMinor: z.int(),
  marginMinor: z.int().describe('Invoiced less credited and expenses.'),
});
export type ProjectMoney = z.infer<typeof ProjectMoney>;

const ages = {
  currency: z.string(),
  invoices: z.int(),
  openMinor: z.int(),
  toRefundMinor: z.int().describe('To be given back: credited after it was paid. Not in openMinor.'),
  notDueMinor: z.int(),
  days1To30Minor: z.int().describe('1 to 30 days overdue.'),
  days31To60Minor: z.int(),
  days61To90Minor: z.int(),
  daysOver90Minor: z.int(),
};
export const Aging = z.object(ages);
export type Aging = z.infer<typeof Aging>;
export const CustomerAging = z.object({ customerId: z.uuid(), customerName: z.string(), ...ages });
export type CustomerAging = z.infer<typeof CustomerAging>;

export const RevenueRow = z.object({
  key: z.string().nullable().describe('The id, or the month; null for what belongs to none.'),
  name: z.string().nullable(),
  invoicedMinor: z.int(),
  creditedMinor: z.int(),
  revenueMinor: z.int(),
  invoices: z.int(),
});
export type RevenueRow = z.infer<typeof RevenueRow>;
