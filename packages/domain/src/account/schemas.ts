import { z } from 'zod';
import { FILING_STATES } from '../books/index.ts';

/** Something a person would want to look at today. */
export const Attention = z.object({
  kind: z.enum(['overdue_invoice', 'overdue_project', 'overdue_task']),
  recordId: z.uuid(),
  title: z.string(),
  dueOn: z.iso.date(),
});
export type Attention = z.infer<typeof Attention>;

const Receivables = z.object({
  currency: z.string(),
  openInvoices: z.int(),
  openMinor: z.int(),
  toRefundMinor: z.int().describe('To be given back to customers, who paid what was credited later.'),
  overdueInvoices: z.int(),
  overdueMinor: z.int(),
  issuedThisMonthNetMinor: z.int(),
});

const UpcomingEvent = z.object({
  id: z.uuid(),
  title: z.string(),
  startsOn: z.iso.date(),
  startsAt: z.iso.datetime({ offset: true }).nullable(),
});

/** A part is null when this connection may not read its module. */
export const Overview = z.object({
  today: z.iso.date(),
  organization: z.string(),
  team: z.string().nullable().describe('Set when everything below is of this team only.'),
  projects: z.object({ active: z.int(), onHold: z.int(), overdue: z.int() }).nullable(),
  tasks: z.object({ open: z.int(), blocked: z.int(), overdue: z.int(), dueWithin7Days: z.int() }).nullable(),
  upcomingEvents: z
    .array(UpcomingEvent)
    .nullable()
    .describe('The first of the next 7 days. Null too when there are too many: list_events of a team or project.'),
  time: z
    .object({
      runningTimers: z.int(),
      minutesThisMonth: z.int(),
      unbilledMinutes: z.int().describe('Billable and on no invoice.'),
      unbilledMinutesOlderThan30Days: z.int(),
    })
    .nullable(),
  billing: z
    .object({
      draftInvoices: z.int(),
      quotesWaiting: z.int().describe('Sent and still valid.'),
      quotesExpired: z.int().describe('Sent, not answered, past the day they were valid until.'),
      receivables: z.array(Receivables).describe('One for each currency.'),
    })
    .nullable(),
  books: z
    .object({
      ready: z.boolean().describe('Every expense of the last VAT period is booked, and no filing is overdue.'),
      unbookedExpenses: z.int().describe('Drafts, which no statement and no VAT view knows yet.'),
      unbookedInLastPeriod: z.int().describe('Of these, dated in the last VAT period that is over, or before.'),
      lastPeriod: z
        .object({
          period: z.string(),
          dueOn: z.iso.date(),
          state: z.enum(FILING_STATES),
          payableMinor: z.int(),
        })
        .nullable(),
      currency: z.string(),
      overdueFilings: z.int(),
    })
    .nullable()
    .describe('For finance roles.'),
  attention: z.array(Attention).describe('Longest overdue first.'),
});
