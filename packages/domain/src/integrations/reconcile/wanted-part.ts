import { AppError } from '@countersign/contracts/errors';
import type { BOOKABLE } from '../../books/index.ts';

/** What a part of a movement is for: one of the targets, and how much. */
export interface WantedPart {
  readonly invoiceId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly expenseId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly creditId?: string | undefined;
  readonly account?: (typeof BOOKABLE)[number] | undefined;
  /** In the movement's currency and direction; below zero for what goes the other way, such as a fee that was kept. */
  readonly amountMinor?: number | undefined;
  /** In the document's currency, when that is another. */
  readonly settlesMinor?: number | undefined;
  /** What it came to in the books' currency, when the movement is in another. */
  readonly baseMinor?: number | undefined;
  readonly note?: string | undefined;
}

/** A part that does not fit its movement; the sentence says what to do. */
export function invalid(path: string, sentence: string): AppError {
  return new AppError('invalid_input', `${path}: ${sentence}`, { fields: [{ path, problem: 'does not fit' }] });
}
