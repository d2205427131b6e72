import { isReadableCurrency, minorDigitsOf } from '@countersign/contracts/currencies';
import { AMOUNT_MINOR_MAX } from '../../billing/index.ts';

/** A part of a payment that names a document of its own. */
export interface Remitted {
  readonly reference: string;
  /** What of the payment is for it; null when the file does not say. */
  readonly amountMinor: number | null;
}

/** What makes a movement none that settles by itself. */
export type Oddity =
  /** The bank took a payment back, or it was returned to the payer. */
  | 'taken_back'
  /** A payment of ours came back. */
  | 'own_payment_returned'
  /** A batch whose parts the file does not tell, or not their amounts. */
  | 'needs_details'
  /** A batch whose parts, by sign, come to another amount than was booked. */
  | 'parts_differ';

/** One movement of money, whichever format told of it. */
export interface Movement {
  /** The account it was on, when the file says. */
  readonly account: string | null;
  readonly bookedOn: string;
  /** Below zero for money that went out. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly counterparty: string | null;
  /** Every reference that has a field of its own, in the file's order. */
  readonly remitted: readonly Remitted[];
  readonly message: string | null;
  /** The bank's own name for the movement, where the format has one. */
  readonly bankReference: string | null;
  /** The payer's own name for it. */
  readonly endToEndId: string | null;
  /** Of a part of a batch: the bank's name for the whole, and what the whole came to. */
  readonly batch: { readonly reference: string | null; readonly amountMinor: number } | null;
  /** What the payer meant to pay, and what banks kept of it, when the file says both. */
  readonly ordered: { readonly amountMinor: number; readonly chargesMinor: number } | null;
  readonly oddity: Oddity | null;
  /** The line of the file it begins at, from 1. */
  readonly line: number;
}

/** A row that cannot be read: which line, and what is wrong with it, in words. */
export interface BadRow {
  readonly line: number;
  readonly problem: string;
}

export interface Statement {
  readonly format: 'camt' | 'csv';
  /** The account the file is of; of several, the first. */
  readonly account: string | null;
  readonly movements: readonly Movement[];
  readonly badRows: readonly BadRow[];
  /** Rows that have not happened: reserved, announced, refused. */
  readonly pendingRows: number;
  /** What the account held at the end of the newest day the file tells of. */
  readonly closing: { readonly on: string; readonly amountMinor: number; readonly currency: string } | null;
}

export const STATEMENT_FAILURES = [
  'unreadable',
  'unsafe',
  'unknown_columns',
  'too_many_rows',
  'balances_differ',
  'which_decimal_mark',
  'which_day_order',
] as const;
export type StatementFailure = (typeof STATEMENT_FAILURES)[number];

export interface Failed {
  readonly failure: StatementFailure;
  /** What exactly, in words. */
  readonly detail?: string;
}

/** What somebody answered about a file that can be read in two ways. */
export interface Reading {
  readonly decimalMark?: 'comma' | 'point' | undefined;
  readonly dayOrder?: 'day_first' | 'month_first' | undefined;
}

/** A file of which no row can be read is refused, with the first rows named. */
export function nothingReadable(badRows: readonly BadRow[]): Failed {
  const named = badRows.slice(0, 3).map(({ line, problem }) => `line ${line}: ${problem}`);
  return { failure: 'unreadable', detail: `No movement of it can be read: ${named.join('; ')}.` };
}

export const ROWS_MAX = 5000;

/** The port every file format stands behind. Answers a failure instead of throwing: what people upload may be anything. */
export type StatementAdapter = (text: string, baseCurrency: string, reading?: Reading) => Statement | Failed;

/**
 * A decimal number in minor units of its currency, exactly; undefined for anything else. Banks pad amounts with zeros on both sides: those
 * say nothing. `problemOf` says why not.
 */
export function minorOf(amount: string, currency: string | undefined): number | undefined {
  const read = readAmount(amount, currency);
  return typeof read === 'number' ? read : undefined;
}

/** The number, or in words why it is none. */
export function readAmount(amount: string, currency: string | undefined): number | string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*(\d{1,18})(?:\.(\d{1,18}))?$/.exec(amount) ?? [];
  if (whole === '') return `“${amount.slice(0, 40)}” is no amount`;
  if (!currency || !isReadableCurrency(currency)) return `“${(currency ?? '').slice(0, 10)}” is no currency`;
  const digits = minorDigitsOf(currency);
  if (/[1-9]/.test(fraction.slice(digits))) return `${amount} has more decimals than ${currency}`;
  const minor = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  if (minor > BigInt(AMOUNT_MINOR_MAX)) return `${amount} is more than can be booked`;
  return sign === '-' && minor > 0n ? -Number(minor) : Number(minor);
}

/** A decimal number as people read it, for messages. */
export function inWords(amountMinor: number, currency: string): string {
  const digits = minorDigitsOf(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${amountMinor < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`} ${currency}`;
}

/** A line of text as a record keeps it; null for nothing. */
export function lineOf(text: string | undefined, lengthMax = 500): string | null {
  const line = (text ?? '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, lengthMax)
    .toWellFormed();
  return line === '' ? null : line;
}

/** What banks write where there is no reference; two of these are not alike. */
export function referenceOf(text: string | undefined, lengthMax = 100): string | null {
  const line = lineOf(text, lengthMax);
  return line !== null && /^(not ?provided|non ?ref|nonref|none|n\/?a|-+|0+)$/i.test(line) ? null : line;
}
