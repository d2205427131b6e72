import { minorDigitsOf } from '@countersign/contracts/currencies';
/** One movement of money, whichever format told of it. */
export interface Movement {
  readonly bookedOn: string;
  /** Below zero for money that went out. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly counterparty: string | null;
  readonly reference: string | null;
  readonly message: string | null;
  /** The bank's own name for the movement, where the format has one. */
  readonly bankReference: string | null;
}

export interface Statement {
  readonly account: string | null;
  readonly movements: readonly Movement[];
}

export type StatementFailure = 'unreadable' | 'unsafe' | 'unknown_columns' | 'too_many_rows';

export const ROWS_MAX = 5000;

/** The port every file format stands behind. Answers a failure instead of throwing: what people upload may be anything. */
export type StatementAdapter = (
  text: string,
  baseCurrency: string,
) => Statement | { readonly failure: StatementFailure };

/** A decimal number in minor units of its currency, exactly; undefined for anything else. */
export function minorOf(amount: string, currency: string | undefined): number | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d{1,12})(?:\.(\d{1,5}))?$/.exec(amount) ?? [];
  if (whole === '' || !currency || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const digits = minorDigitsOf(currency);
  if (/[1-9]/.test(fraction.slice(digits))) return undefined;
  const minor = Number(whole) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(minor) && minor <= 2_000_000_000 ? (sign === '-' ? -minor : minor) : undefined;
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
