import { inOneWrite } from './in-one-write.ts';
import { type Queries, queriesOn } from './named-statements.ts';
import type { Pool } from './pool.ts';
import { tellable } from './tellable.ts';
import { connect } from './transaction.ts';

/**
 * Runs `work` in one read-only transaction: PostgreSQL itself refuses whatever would change a row. Resolves as soon as `work`
 * does, since a read has nothing to lose with its commit. The connection goes back at once, and the commit leaves together
 * with whatever the next user sends: statements on one connection keep their order.
 */
export async function readTransaction<T>(pool: Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    inOneWrite(client);
    // Not awaited: BEGIN travels with the first statement. Its failure surfaces as the failure of what follows.
    client.query('BEGIN READ ONLY').catch(() => {});
    const result = await work(queriesOn(client));
    inOneWrite(client);
    // A commit that fails means a lost connection, which the pool notices by itself.
    client.query('COMMIT').catch(() => {});
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw tellable(error, true);
  } finally {
    client.release(broken);
  }
}
