import { z } from 'zod';
import { KINDS } from './kinds.ts';

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

/** Why a file could not be imported, in the words of a caller. */
export const IMPORT_FAILURES = {
  unreadable: 'It is no bank statement that can be read. Download it from the bank again, as camt.053 or CSV.',
  unsafe: 'It declares types or entities of its own, which no statement needs. Download it from the bank again.',
  unknown_columns: 'Its first line names no date and amount. Download it with the bank’s own column names.',
  too_many_rows: 'It holds more than 5,000 movements. Download a shorter period.',
  given_up:
    'Importing it failed several times, which may be no fault of the file. Nothing of it was kept. Trigger its sync again later.',
  switched_off:
    'An admin turned billing write off before it was imported, so nothing of it was kept. Trigger its sync again once that is on.',
} as const;
export type ImportFailure = keyof typeof IMPORT_FAILURES;

/** Why a movement paid no invoice. */
export const UNMATCHED = [
  'no_reference',
  'no_invoice',
  'other_currency',
  'more_than_open',
  'before_invoice',
  'outgoing',
] as const;

/** Unmatched rows that one import shows. */
export const ROWS_SHOWN = 50;

const UnmatchedRow = z.object({
  id: z.uuid(),
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
  failure: z.string().nullable(),
  account: z.string().nullable(),
  matchedRows: z.int().describe('Movements that paid an invoice.'),
  unmatchedRows: z.int().describe('Money that came in and paid none.'),
  outgoingRows: z.int(),
  knownRows: z.int().describe('Movements that an earlier file had brought already; they change nothing.'),
  unmatched: z.array(UnmatchedRow).describe(`The first ${ROWS_SHOWN} that paid none.`),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type StatementImport = z.infer<typeof StatementImport>;
