import { AppError } from '@countersign/contracts/errors';
import { inOneWrite } from './in-one-write.ts';
import { type Queries, queriesOn } from './named-statements.ts';
import type { Pool, PoolClient } from './pool.ts';
import { failureOfSent, forgetSent } from './with-commit.ts';

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. The commit is waited for, so what
 * the caller answers afterwards is true. A database that cannot be reached is `unavailable`.
 */
export async function transaction<T>(pool: Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  const queries = queriesOn(client);
  let broken: Error | undefined;
  try {
    inOneWrite(client);
    // Not awaited: BEGIN travels with the first statement. Its failure surfaces as the failure of what follows.
    const begun = client.query('BEGIN');
    begun.catch(() => {});
    const result = await work(queries);
    const { command } = await client.query('COMMIT');
    // PostgreSQL answers so after a statement failed, whoever overlooked that failure.
    if (command === 'ROLLBACK') throw new Error('A statement failed, so nothing was committed.');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw tellable((await failureOfSent(queries)) ?? error);
  } finally {
    forgetSent(queries);
    client.release(broken);
  }
}

/** Runs `work` outside a transaction, each statement by itself. */
export async function withQueries<T>(pool: Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  try {
    return await work(queriesOn(client));
  } catch (error) {
    throw tellable(error);
  } finally {
    client.release();
  }
}

export async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new AppError('unavailable', 'The service cannot reach its database. Try again shortly.', { cause: error });
  }
}

/** SQLSTATE classes that mean the server, not the statement: connection exceptions, operator intervention, resources. */
const LOST = /^(08|53|57P)/;

/** SQLSTATE of text and of JSON with a null character, which PostgreSQL cannot keep; JSON and forms can carry one. */
const NULL_CHARACTER = new Set(['22021', '22P05']);

/**
 * What a caller can be told in words of ours: `unavailable` for a lost connection or a server that gave up, `invalid_input` for text that
 * no column takes. Anything else unchanged.
 */
export function tellable(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && NULL_CHARACTER.has(code)) {
    return new AppError('invalid_input', 'Text must not hold null characters.', { cause: error });
  }
  const lost =
    (typeof code === 'string' && (LOST.test(code) || code.startsWith('ECONN') || code === 'EPIPE')) ||
    /Connection terminated|connection error and is not queryable/.test(error.message);
  if (!lost) return error;
  return new AppError('unavailable', 'The service cannot reach its database. Try again shortly.', { cause: error });
}
