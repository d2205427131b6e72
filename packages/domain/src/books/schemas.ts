import { z } from 'zod';
import { type AccountKey, CHART } from './chart.ts';
import { SOURCE_KINDS } from './entry.ts';

export const Account = z.enum(Object.keys(CHART) as [AccountKey, ...AccountKey[]]);
export const SourceKind = z.enum(SOURCE_KINDS);

/** Whose books these are: said by every answer, because a narrowed connection sees a part. */
export const scope = {
  team: z.string().nullable().describe('Set when these are this team’s part of the books only.'),
  currency: z.string().describe('The base currency, which the books are kept in.'),
};

export const days = { from: z.iso.date(), to: z.iso.date() };

export const LedgerRow = z.object({
  id: z.uuid(),
  entryId: z.uuid().describe('Rows of one entry balance.'),
  bookedOn: z.iso.date(),
  description: z.string(),
  account: Account,
  accountName: z.string(),
  debitMinor: z.int(),
  creditMinor: z.int(),
  currency: z.string(),
  vatBasisPoints: z.int().nullable(),
  sourceKind: SourceKind,
  sourceId: z.uuid().describe('The invoice, payment, expense or the like that it comes from.'),
  teamId: z.uuid().nullable(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

const StatementLine = z.object({
  key: z.string().describe('For drill_statement_line.'),
  name: z.string(),
  amountMinor: z.int(),
});
const StatementSection = StatementLine.extend({ lines: z.array(StatementLine) });

export const Statements = z.object({
  ...scope,
  ...days,
  incomeStatement: z.array(StatementSection).describe('Income, costs and result of the range.'),
  balanceSheet: z.array(StatementSection).describe('At the end of the range: assets are liabilities and equity.'),
  cashFlow: z.array(StatementSection).describe('From cash at the start to cash at the end of the range.'),
});

const VatOfRate = z.object({ vatBasisPoints: z.int(), netMinor: z.int(), vatMinor: z.int() });

export const vatFigures = {
  sales: z.array(VatOfRate).describe('By rate; a credit note counts down.'),
  purchases: z.array(VatOfRate).describe('By rate: expenses with VAT to deduct, and those at 0 %.'),
  salesVatMinor: z.int(),
  purchaseVatMinor: z.int(),
  payableMinor: z.int().describe('VAT on sales less VAT to deduct; below zero it comes back.'),
};

export const periodKey = z.string().describe('Such as 2026-03, 2026-Q1 or 2026.');

export const FILING_STATES = ['running', 'to_review', 'in_review', 'authorized'] as const;

export const Filing = z.object({
  period: periodKey,
  ...days,
  dueOn: z.iso.date(),
  state: z.enum(FILING_STATES).describe('running: not over yet; to_review: over, and nobody was asked to look at it.'),
  overdue: z.boolean().describe('Past the day it was due, and not authorized.'),
  payableMinor: z.int(),
  reviewRequestedAt: z.iso.datetime().nullable(),
  reviewNote: z.string().nullable(),
  authorizedAt: z.iso.datetime().nullable(),
  authorizedPayableMinor: z.int().nullable().describe('What was payable when it was authorized.'),
});
export type Filing = z.infer<typeof Filing>;

const counts = z.object({ count: z.int(), totalMinor: z.int() });

export const OutputPackage = z.object({
  period: periodKey,
  ...days,
  state: z.enum(['collecting', 'ready', 'in_review', 'released']).describe('collecting: the period is not over.'),
  entries: z.int(),
  totalMinor: z.int().describe('Sum of all debits, which is the sum of all credits.'),
  invoices: counts,
  creditNotes: counts,
  payments: counts,
  refunds: counts.describe('Given back to customers.'),
  expenses: counts,
  expensePayments: counts,
});
