import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** In 24 hours, of one organization: more are no customers, but mail to strangers. */
const SENT_A_DAY_MAX = 1000;
const DAY_MS = 86_400_000;

/**
 * Throws `rate_limited` for the letter after the last of 24 hours. Asked before each is left: until this transaction ends, other letters of
 * the organization wait, so it comes after every other lock.
 */
export async function refuseTooManyLetters({ now }: RequestContext, tx: Tx): Promise<void> {
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const { rows } = await sql<{ count: number }>`select count_letters(${since}) as count`.execute(queries(tx));
  if ((rows[0]?.count ?? 0) < SENT_A_DAY_MAX) return;
  throw new AppError(
    'rate_limited',
    `An organization can mail ${SENT_A_DAY_MAX} invoices, reminders and messages in 24 hours. Go on tomorrow.`,
    { retryAfterSeconds: DAY_MS / 1000 },
  );
}
