import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import type { Logger } from '@countersign/runtime/log';
import { sql } from 'kysely';

export interface LastUsed {
  /** Notes that a connection was used now. */
  readonly note: (connectionId: string) => void;
  /** Writes what is left; call when closing. */
  readonly close: () => Promise<void>;
}

/** Keeps the connections' last use, outside requests and in batches: a connection in use is written about once a minute. */
export function createLastUsed(pool: Pool, log: Logger, intervalMs = 5000): LastUsed {
  let used = new Set<string>();
  let writing: Promise<void> = Promise.resolve();

  const flush = () => {
    const ids = [...used];
    if (ids.length === 0) return;
    used = new Set();
    writing = writing
      .then(() => touch(pool, ids))
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of connections could not be written'));
  };
  const timer = setInterval(flush, intervalMs);
  timer.unref();

  return {
    note: (connectionId) => used.add(connectionId),
    async close() {
      clearInterval(timer);
      flush();
      await writing;
    },
  };
}

async function touch(pool: Pool, ids: readonly string[]): Promise<void> {
  await withQueries(pool, (db) => sql`select touch_connections(${ids}::uuid[])`.execute(db));
}
