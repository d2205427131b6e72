import { AppError } from '@countersign/contracts/errors';
import { AMOUNT_MINOR_MAX, type VatOfRate } from '../rules.ts';

/** What an expense is for. Each is the account `expenses_<category>` of the books. */
export const EXPENSE_CATEGORIES = [
  'subcontracting',
  'software',
  'equipment',
  'premises',
  'travel',
  'marketing',
  'professional',
  'other',
] as const;
export type ExpenseCategory = (typeof EXPENSE_CATEGORIES)[number];

/** One line of a receipt: what was paid at a VAT rate, and the VAT in it if the receipt says so. */
export interface ReceiptAmount {
  readonly grossMinor: number;
  readonly vatBasisPoints: number;
  readonly vatMinor?: number | undefined;
}

export interface ExpenseTotals {
  readonly amounts: readonly VatOfRate[];
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly totalMinor: number;
}

/**
 * What a receipt comes to, by rate, lowest first. VAT that is not said is the part of the gross amount that belongs to the rate, half
 * up. Throws `invalid_input` for a rate named twice and for amounts that no receipt has.
 */
export function receiptTotals(given: readonly ReceiptAmount[]): ExpenseTotals {
  const amounts = given.map(toVatOfRate).sort((one, other) => one.vatBasisPoints - other.vatBasisPoints);
  if (new Set(amounts.map(({ vatBasisPoints }) => vatBasisPoints)).size < amounts.length) {
    refuse('Name each VAT rate once, with the sum of its amounts.', 'rate named twice');
  }
  const netMinor = amounts.reduce((sum, amount) => sum + amount.netMinor, 0);
  const vatMinor = amounts.reduce((sum, amount) => sum + amount.vatMinor, 0);
  if (Math.abs(netMinor + vatMinor) > AMOUNT_MINOR_MAX) {
    refuse(`Amounts go up to ${AMOUNT_MINOR_MAX} minor units. Split the expense.`, 'amount too large');
  }
  return { amounts, netMinor, vatMinor, totalMinor: netMinor + vatMinor };
}

function toVatOfRate({ grossMinor, vatBasisPoints, vatMinor = vatWithin(grossMinor, vatBasisPoints) }: ReceiptAmount) {
  const netMinor = grossMinor - vatMinor;
  if (vatMinor !== 0 && (Math.sign(vatMinor) !== Math.sign(grossMinor) || Math.abs(vatMinor) > Math.abs(netMinor))) {
    refuse('vatMinor is the VAT inside grossMinor: of its sign, and at most half of it.', 'more VAT than the rest');
  }
  if (vatBasisPoints === 0 && vatMinor !== 0)
    refuse('There is no VAT at a rate of 0. Leave vatMinor out, or give the rate.', 'VAT without a rate');
  return { vatBasisPoints, netMinor, vatMinor };
}

function vatWithin(grossMinor: number, vatBasisPoints: number): number {
  const [gross, rate] = [BigInt(Math.abs(grossMinor)), BigInt(vatBasisPoints)];
  const whole = 10_000n + rate;
  const rounded = Number((gross * rate * 2n + whole) / (whole * 2n));
  return grossMinor < 0 ? -rounded : rounded;
}

function refuse(message: string, problem: string): never {
  throw new AppError('invalid_input', `amounts: ${message}`, { fields: [{ path: 'amounts', problem }] });
}

export const EXPENSE_STATUSES = ['draft', 'booked', 'paid'] as const;
export type ExpenseStatus = (typeof EXPENSE_STATUSES)[number];

export interface ExpenseFacts {
  readonly bookedAt: string | null;
  readonly paidOn: string | null;
}

/** Follows from the facts, so it is stored nowhere and cannot contradict them. */
export function expenseStatus({ bookedAt, paidOn }: ExpenseFacts): ExpenseStatus {
  if (bookedAt === null) return 'draft';
  return paidOn === null ? 'booked' : 'paid';
}

/** Throws `conflict` for an expense that is in the books: it stands as it was booked. */
export function refuseBooked(expense: ExpenseFacts): void {
  const status = expenseStatus(expense);
  if (status === 'draft') return;
  throw new AppError(
    'conflict',
    'This expense is in the books, so only its receipt and note can change. Put it right with another expense, below zero for what comes back.',
    { currentStatus: status },
  );
}
