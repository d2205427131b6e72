import { z } from 'zod';
import { Day } from '../../day.ts';
import { Line, Prose } from '../../text.ts';
import { AMOUNT_MINOR_MAX } from '../rules.ts';
import { EXPENSE_CATEGORIES, EXPENSE_STATUSES } from './expense-rules.ts';

export const Expense = z.object({
  id: z.uuid(),
  status: z.enum(EXPENSE_STATUSES).describe('booked: in the books and not paid.'),
  overdue: z.boolean().describe('Not paid, and past its due date.'),
  supplier: z.string(),
  description: z.string().nullable(),
  category: z.enum(EXPENSE_CATEGORIES),
  incurredOn: z.iso.date(),
  dueOn: z.iso.date().nullable(),
  teamId: z.uuid().nullable(),
  projectId: z.uuid().nullable(),
  projectName: z.string().nullable(),
  currency: z.string(),
  exchangeRateMillionths: z.int().nullable(),
  amounts: z
    .array(z.object({ vatBasisPoints: z.int(), netMinor: z.int(), vatMinor: z.int() }))
    .describe('One for each VAT rate; the totals are the sums of these.'),
  netMinor: z.int(),
  vatMinor: z.int(),
  totalMinor: z.int(),
  bookedAt: z.iso.datetime().nullable(),
  paidOn: z.iso.date().nullable(),
  receiptDocumentId: z.uuid().nullable(),
  note: z.string().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Expense = z.infer<typeof Expense>;

export const ReceiptAmounts = z
  .array(
    z.strictObject({
      grossMinor: z
        .int()
        .min(-AMOUNT_MINOR_MAX)
        .max(AMOUNT_MINOR_MAX)
        .describe('With VAT, in cents or the like; below zero for what a supplier gives back.'),
      vatBasisPoints: z.int().min(0).max(10_000).describe('VAT rate in hundredths of a percent: 2550 is 25.5 %.'),
      vatMinor: z.int().optional().describe('As printed on the receipt; by default reckoned from the rate.'),
    }),
  )
  .min(1)
  .max(10)
  .describe('One for each VAT rate of the receipt.');

/** What a person says of an expense. */
export const expenseFields = {
  description: Line(500).optional(),
  incurredOn: Day.optional().describe('The date on the receipt or bill; by default today.'),
  dueOn: Day.optional(),
  projectId: z.uuid().optional().describe('From list_projects.'),
  teamId: z.uuid().optional().describe('From list_teams; by default the project’s, else the connection’s.'),
  exchangeRateMillionths: z
    .int()
    .min(1)
    .max(1_000_000_000_000)

    .optional()
    .describe('For another currency than the organization’s: its minor units for 1,000,000 of the expense’s.'),
  receiptDocumentId: z
    .uuid()

    .optional()
    .describe('The receipt or bill itself. From list_documents or upload_documents.'),
  note: Prose(2000).optional(),
};

export const Category = z.enum(EXPENSE_CATEGORIES);
export const Supplier = Line(200);
export const book = z
  .boolean()
  .default(false)
  .describe('Put it into the books now: cost, VAT and debt. Then only its receipt and note can change.');
