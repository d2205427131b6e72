import { AppError } from '@countersign/contracts/errors';
import type { AccountKey } from './chart.ts';

/** The events that are booked. One entry for each, ever: the pair of kind and id is unique. */
export const SOURCE_KINDS = [
  'invoice',
  'credit_note',
  'payment',
  'payment_reversal',
  'refund',
  'expense',
  'expense_payment',
  'expense_payment_reversal',
  'bank',
  'bank_reversal',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface EntryLine {
  readonly account: AccountKey;
  /** A debit or a credit, one of the two, above zero. */
  readonly debitMinor?: number;
  readonly creditMinor?: number;
  /** The VAT rate this part belongs to; said of the base and of the tax. */
  readonly vatBasisPoints?: number;
}

export interface Entry {
  /** `YYYY-MM-DD`: the day it belongs to, which decides its VAT period. */
  readonly on: string;
  /** What a bookkeeper reads, such as `Invoice 12`. */
  readonly description: string;
  readonly source: { readonly kind: SourceKind; readonly id: string };
  readonly teamId: string | null;
  /** What the lines are in: the organization's base currency. `inBaseCurrency` converts a document in another. */
  readonly currency: string;
  /** The document's own currency and rate, when it is in another. */
  readonly document?: { readonly currency: string; readonly exchangeRateMillionths: number };
  readonly lines: readonly EntryLine[];
}

/** A line of either sign: below zero it changes sides. Zero is no line. */
export function debit(account: AccountKey, amountMinor: number, vatBasisPoints?: number): EntryLine[] {
  if (amountMinor === 0) return [];
  const side = amountMinor > 0 ? { debitMinor: amountMinor } : { creditMinor: -amountMinor };
  return [{ account, ...side, ...(vatBasisPoints === undefined ? {} : { vatBasisPoints }) }];
}

export function credit(account: AccountKey, amountMinor: number, vatBasisPoints?: number): EntryLine[] {
  return debit(account, amountMinor === 0 ? 0 : -amountMinor, vatBasisPoints);
}

/** Throws `invalid_input` for what no ledger takes. The database has the last word, at the commit. */
export function refuseImpossible({ lines, document, currency }: Entry): void {
  const amounts = lines.flatMap(({ debitMinor = 0, creditMinor = 0 }) => [debitMinor, creditMinor]);
  if (amounts.some((amount) => !Number.isSafeInteger(amount) || amount < 0)) {
    refuse('Amounts in the books are whole minor units, not below zero.');
  }
  if (lines.some(({ debitMinor = 0, creditMinor = 0 }) => (debitMinor === 0) === (creditMinor === 0))) {
    refuse('Each line of an entry is either a debit or a credit.');
  }
  const { debitMinor, creditMinor } = sidesOf(lines);
  if (lines.length < 2 || debitMinor !== creditMinor) refuse('The debits and credits of an entry must be equal.');
  if (document && (document.currency === currency || !(document.exchangeRateMillionths > 0))) {
    refuse('A document in another currency needs its exchange rate, above zero.');
  }
}

function refuse(message: string): never {
  throw new AppError('invalid_input', `${message} Check the amounts of the document and try again.`);
}

export function sidesOf(lines: readonly EntryLine[]): { readonly debitMinor: number; readonly creditMinor: number } {
  const sum = (side: 'debitMinor' | 'creditMinor') => lines.reduce((total, line) => total + (line[side] ?? 0), 0);
  return { debitMinor: sum('debitMinor'), creditMinor: sum('creditMinor') };
}
