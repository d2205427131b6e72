import type { CompiledQuery } from 'kysely';
import { type Queries, sendNow } from './named-statements.ts';

/** Statements of open transactions that nobody waits for. */
const sent = new WeakMap<Queries, Promise<unknown>[]>();

/**
 * Sends a statement whose answer nobody needs before the commit, so that both take one round trip. If it fails, so does the transaction, and
 * whoever waits for that is told the statement's error. Only inside `transaction`, which looks after it.
 */
export function withCommit(queries: Queries, query: CompiledQuery): void {
  const statement = sendNow(queries, query);
  statement.catch(() => {});
  sent.set(queries, [...(sent.get(queries) ?? []), statement]);
}

/** Why the first of them failed that did: every statement after it fails for that reason alone. */
export async function failureOfSent(queries: Queries): Promise<unknown> {
  for (const result of await Promise.allSettled(sent.get(queries) ?? [])) {
    if (result.status === 'rejected') return result.reason;
  }
  return undefined;
}

export function forgetSent(queries: Queries): void {
  sent.delete(queries);
}
