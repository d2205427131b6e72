import { z } from 'zod';
import { UNSETTLED } from '../billing/index.ts';
import { KINDS } from './kinds.ts';
import { PART_KINDS } from './reconcile/part-store.ts';

export const ConnectionKind = z.enum(KINDS);

export const CONNECTION_HEALTHS = ['healthy', 'attention', 'not_connected', 'requested'] as const;

export const DataConnection = z.object({
  kind: ConnectionKind,
  title: z.string(),
  health: z
    .enum(CONNECTION_HEALTHS)
    .describe('attention: the last import failed or left money unmatched. not_connected: it can be requested.'),
  lastSyncAt: z.iso.datetime().nullable(),
  requestedAt: z.iso.datetime().nullable(),
  detail: z.string(),
});
export type DataConnection = z.infer<typeof DataConnection>;

/** Why a file could not be imported, or what has to be answered first, in the words of a caller. */
export const IMPORT_FAILURES = {
  unreadable: 'It is no bank statement that can be read. Download it from the bank again, as camt.053 or CSV.',
  unsafe: 'It declares types or entities of its own, which no statement needs. Download it from the bank again.',
  unknown_columns:
    'No line of it names a day and an amount: no date and amount column was found. Download it with the bank’s own column names.',
  too_many_rows: 'It holds more than 5,000 movements. Download a shorter period.',
  balances_differ:
    'Its balances and its movements do not agree, so a row is missing or has a wrong sign, and nothing of it was kept. Download it from the bank again.',
  which_decimal_mark: 'Its amounts can be read in two ways. Trigger its sync again with decimalMark.',
  which_day_order: 'Its days can be read in two ways. Trigger its sync again with dayOrder.',
  given_up:
    'Importing it failed several times, which may be no fault of the file. Nothing of it was kept. Trigger its sync again later.',
  switched_off:
    'An admin turned billing write off before it was imported, so nothing of it was kept. Trigger its sync again once that is on.',
} as const;
export type ImportFailure = keyof typeof IMPORT_FAILURES;

/** Why a movement settled nothing by itself; docs/bank-files.md says when. */
export const UNMATCHED = [
  ...UNSETTLED,
  'outgoing',
  'taken_back',
  'own_payment_returned',
  'needs_details',
  'parts_differ',
  'unknown_account',
  'perhaps_known',
] as const;
export type Unmatched = (typeof UNMATCHED)[number];

/** Unmatched rows that one import shows, and bad ones. */
export const ROWS_SHOWN = 50;
export const BAD_ROWS_SHOWN = 50;

const UnmatchedRow = z.object({
  id: z.uuid().describe('For reconcile_movement.'),
  bookedOn: z.iso.date(),
  amountMinor: z.int(),
  currency: z.string(),
  counterparty: z.string().nullable(),
  reference: z.string().nullable(),
  message: z.string().nullable(),
  why: z.enum(UNMATCHED),
});
export type UnmatchedRow = z.infer<typeof UnmatchedRow>;

export const StatementImport = z.object({
  id: z.uuid(),
  documentId: z.uuid().nullable().describe('Null once the document was deleted.'),
  documentName: z.string(),
  teamId: z.uuid().nullable(),
  status: z.enum(['queued', 'imported', 'failed']),
  failure: z.string().nullable().describe('What is wrong with the file, or the question it leaves, and what to do.'),
  account: z.string().nullable(),
  accountIsKnown: z
    .boolean()
    .describe('False: say with trigger_connection_sync, accountIs, whether it is the company’s.'),
  matchedRows: z.int().describe('Movements that paid an invoice, or were settled since.'),
  unmatchedRows: z.int().describe('Movements that somebody has to look at; list_movements has them all.'),
  outgoingRows: z.int(),
  knownRows: z.int().describe('Movements that an earlier file had brought already; they change nothing.'),
  futureRows: z.int().describe('Movements of days to come, which were not kept.'),
  pendingRows: z.int().describe('Rows that had not happened: reserved, announced or refused.'),
  badRowCount: z.int(),
  badRows: z
    .array(z.object({ line: z.int(), problem: z.string() }))
    .describe(`The first ${BAD_ROWS_SHOWN} rows that could not be read. The others were kept.`),
  unmatched: z.array(UnmatchedRow).describe(`The first ${ROWS_SHOWN} to look at.`),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type StatementImport = z.infer<typeof StatementImport>;

export const MOVEMENT_STATES = ['open', 'settled', 'matched', 'booked', 'ignored'] as const;

const MovementPart = z.object({
  id: z.uuid(),
  kind: z.enum(PART_KINDS),
  amountMinor: z.int().describe('With the sign of the money.'),
  invoiceId: z.uuid().nullable(),
  invoiceNumber: z.int().nullable(),
  paymentId: z.uuid().nullable(),
  expenseId: z.uuid().nullable(),
  customerId: z.uuid().nullable(),
  account: z.string().nullable(),
  note: z.string().nullable(),
  creditLeftMinor: z.int().nullable().describe('Of a customer’s credit: what was not used or given back yet.'),
});

const Suggestion = z.object({
  kind: z.enum(['invoice', 'payment', 'expense']),
  id: z.uuid(),
  title: z.string(),
  openMinor: z.int(),
});

export const MovementRecord = z.object({
  id: z.uuid(),
  importId: z.uuid(),
  account: z.string().nullable(),
  bookedOn: z.iso.date(),
  amountMinor: z.int().describe('Below zero for money that went out.'),
  openMinor: z.int().describe('What of it is not settled, matched or booked, with the same sign.'),
  currency: z.string(),
  counterparty: z.string().nullable(),
  reference: z.string().nullable(),
  message: z.string().nullable(),
  state: z.enum(MOVEMENT_STATES),
  why: z.enum(UNMATCHED).nullable().describe('Of an open one: why it settled nothing by itself.'),
  ignoredReason: z.string().nullable(),
  parts: z.array(MovementPart),
  suggestions: z.array(Suggestion).describe('Of an open one: records of its amount that it may belong to.'),
});
export type MovementRecord = z.infer<typeof MovementRecord>;
