import { type Queries, queriesOn } from './named-statements.ts';
import type { Pool } from './pool.ts';
import { connect, unavailableIfLost } from './transaction.ts';

/**
 * Runs `work` in one read-only transaction: PostgreSQL itself refuses whatever would change a row. Resolves as soon as `work`
 * does, since a read has nothing to lose with its commit; the connection is given back when the commit has been answered.
 */
export async function readTransaction<T>(pool: Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  const end = (statement: 'COMMIT' | 'ROLLBACK') =>
    client.query(statement).then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  try {
    // Not awaited: BEGIN travels with the first statement. Its failure surfaces as the failure of what follows.
    client.query('BEGIN READ ONLY').catch(() => {});
    const result = await work(queriesOn(client));
    void end('COMMIT');
    return result;
  } catch (error) {
    await end('ROLLBACK');
    throw unavailableIfLost(error);
  }
}
