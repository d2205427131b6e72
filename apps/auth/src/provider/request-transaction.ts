import { AsyncLocalStorage } from 'node:async_hooks';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { withCommit } from '@countersign/db/connections/with-commit';
import type { Compilable } from 'kysely';

type Statement = Compilable & { readonly execute: () => Promise<unknown> };

/** What a request asks of the database, in one transaction that begins with the first query. */
export interface RequestTransaction {
  readonly queries: () => Promise<Queries>;
}

const current = new AsyncLocalStorage<RequestTransaction>();

/** Runs in the request's transaction when there is one, else each statement by itself. */
export async function inRequest<T>(pool: Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const running = current.getStore();
  return running ? work(await running.queries()) : withQueries(pool, work);
}

/** Sends a statement that nothing in the request depends on: it travels along, and if it fails so does the request. */
export async function sendInRequest(pool: Pool, statementOn: (queries: Queries) => Statement): Promise<void> {
  const running = current.getStore();
  if (!running) return withQueries(pool, async (queries) => void (await statementOn(queries).execute()));
  const queries = await running.queries();
  withCommit(queries, statementOn(queries).compile());
}

/** Makes `queries` the transaction of everything `work` does, the provider's models included. */
export function runInTransaction<T>(queries: Queries, work: () => Promise<T>): Promise<T> {
  return current.run({ queries: async () => queries }, work);
}

/** Thrown to end a transaction without keeping it; never leaves this file. */
class RollBack extends Error {}

/**
 * Runs a whole request in one transaction and keeps it only if `isKept` says so of the answer. The connection is taken with the
 * first query, so nothing is held while a request is parsed or a client's metadata document is fetched.
 *
 * `finish` runs last, in the same transaction, when it is kept. Throws when the commit fails: then nothing was answered.
 */
export async function inOneTransaction(
  pool: Pool,
  work: () => Promise<void>,
  isKept: () => boolean,
  finish: (queries: Queries) => Promise<void>,
): Promise<void> {
  const opened = Promise.withResolvers<Queries>();
  const ended = Promise.withResolvers<void>();
  // Both may be settled with nobody waiting; what they reject with reaches the caller by another way.
  opened.promise.catch(() => {});
  ended.promise.catch(() => {});
  let running: Promise<void> | undefined;
  const queries = () => {
    running ??= transaction(pool, async (tx) => {
      opened.resolve(tx);
      await ended.promise;
    });
    running.catch((error: unknown) => opened.reject(error));
    return opened.promise;
  };
  try {
    await current.run({ queries }, work);
    if (isKept()) await finish(await queries());
    else ended.reject(new RollBack());
    ended.resolve();
  } catch (error) {
    ended.reject(error);
    throw error;
  } finally {
    await running?.catch((error: unknown) => {
      if (!(error instanceof RollBack)) throw error;
    });
  }
}
