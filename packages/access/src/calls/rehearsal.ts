import type { Tx } from '@countersign/contracts/request-context';
import { failureOfSent } from '@countersign/db/connections/with-commit';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Ends a transaction that was only tried: thrown inside it, so that nothing of it stays, and caught by whoever opened it. */
export class Rehearsed<T> extends Error {
  override readonly name = 'Rehearsed';
  readonly outcome: T;

  constructor(outcome: T) {
    super('This transaction was only tried.');
    this.outcome = outcome;
  }
}

/**
 * What a commit would still have found: constraints that wait for it, and statements whose answer nobody waited for. Throws as the commit
 * would have. A rolled-back transaction never looks at either.
 */
export async function asIfCommitted(tx: Tx): Promise<void> {
  const db = queries(tx);
  const failure = await failureOfSent(db);
  if (failure) throw failure;
  await sql`set constraints all immediate`.execute(db);
}

/** A dry run waits less for locks and statements than a change does: it must not hold up what is real. */
export async function beBrief(tx: Tx): Promise<void> {
  await sql`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '10s', true)`.execute(
    queries(tx),
  );
}
