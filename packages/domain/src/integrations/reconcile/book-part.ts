import type { JobContext } from '@countersign/contracts/define-job';
import { AppError } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { type AccountKey, CHART, credit, debit, postEntry, reverseEntry } from '../../books/index.ts';
import { companyProfile } from '../../directory/index.ts';
import { insertPart, type NewPart } from './part-store.ts';

/** What a part needs to know of its movement. */
export interface PartOf {
  readonly rowId: string;
  readonly bookedOn: string;
  readonly teamId: string | null;
  readonly currency: string;
}

export interface Booking extends Omit<NewPart, 'isBooked'> {
  readonly account: AccountKey;
  /** What the bank moved by, in the currency of the books; needed when the movement is in another. */
  readonly baseMinor?: number | undefined;
  /** What the account moves by, when that is another amount: exchange differences take the rest. */
  readonly accountMinor?: number | undefined;
  readonly description?: string | undefined;
}

/**
 * Books a part of a movement between the bank and an account, and adds it. Throws `invalid_input` when it is in another currency than the books and
 * nobody says what it came to. Does not check that the account may be booked to.
 */
export async function bookPart(ctx: JobContext, tx: Tx, of: PartOf, booking: Booking): Promise<string> {
  const { baseMinor, accountMinor, description, ...part } = booking;
  const { baseCurrency } = await companyProfile(ctx, tx);
  if (of.currency !== baseCurrency && baseMinor === undefined) {
    throw new AppError(
      'invalid_input',
      `baseMinor: the books are in ${baseCurrency}. Say what the movement came to in them.`,
      {
        fields: [{ path: 'baseMinor', problem: 'missing' }],
      },
    );
  }
  const bankMinor = Math.sign(part.amountMinor) * Math.abs(baseMinor ?? part.amountMinor);
  const counterMinor = accountMinor ?? bankMinor;
  const id = await insertPart(ctx, tx, of.rowId, { ...part, isBooked: true });
  await postEntry(ctx, tx, {
    on: of.bookedOn,
    description: description ?? part.note ?? CHART[part.account].name,
    source: { kind: 'bank', id },
    teamId: of.teamId,
    currency: baseCurrency,
    lines: [
      ...debit('bank', bankMinor),
      ...credit(part.account, counterMinor),
      ...credit('exchange_differences', bankMinor - counterMinor),
    ],
  });
  return id;
}

/** Takes a part's entry back, on the day of the movement. */
export async function unbookPart(ctx: JobContext, tx: Tx, partId: string, on: string): Promise<void> {
  await reverseEntry(ctx, tx, { of: { kind: 'bank', id: partId }, as: { kind: 'bank_reversal', id: partId }, on });
}
