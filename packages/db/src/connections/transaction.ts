import { AppError } from '@countersign/contracts/errors';
import { inOneWrite } from './in-one-write.ts';
import { type Queries, queriesOn } from './named-statements.ts';
import type { Pool, PoolClient } from './pool.ts';
import { tellable } from './tellable.ts';
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
