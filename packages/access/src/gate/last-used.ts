import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import type { Logger } from '@countersign/runtime/log';
import { sql } from 'kysely';
import type { GatePass } from './gate-pass.ts';

export interface LastUsed {
  /** Notes that the caller's connection or API key was used now. */
  readonly note: (caller: Pick<GatePass, 'connection' | 'apiKey'>) => void;
  /** Writes what is left; call when closing. */
  readonly close: () => Promise<void>;
}

/** Keeps the last use of connections and API keys, outside requests and in batches: one in use is written about once a minute. */
export function createLastUsed(pool: Pool, log: Logger, intervalMs = 5000): LastUsed {
  let connections = new Set<string>();
  let apiKeys = new Set<string>();
  let writing: Promise<void> = Promise.resolve();

  const flush = () => {
    const used = { connections: [...connections], apiKeys: [...apiKeys] };
    if (used.connections.length + used.apiKeys.length === 0) return;
    connections = new Set();
    apiKeys = new Set();
    writing = writing
      .then(() => touch(pool, used))
      .catch((error: unknown) => {
        // Noted again with the next ones: there are no more of them than credentials.
        for (const id of used.connections) connections.add(id);
        for (const id of used.apiKeys) apiKeys.add(id);
        log.warn({ err: error }, 'the last use of credentials could not be written');
      });
  };
  const timer = setInterval(flush, intervalMs);
  timer.unref();

  return {
    note({ connection, apiKey }) {
      if (connection) connections.add(connection.id);
      if (apiKey) apiKeys.add(apiKey.id);
    },
    async close() {
      clearInterval(timer);
      flush();
      await writing;
    },
  };
}

interface Used {
  readonly connections: readonly string[];
  readonly apiKeys: readonly string[];
}

async function touch(pool: Pool, { connections, apiKeys }: Used): Promise<void> {
  await withQueries(pool, async (db) => {
    if (connections.length > 0) await sql`select touch_connections(${connections}::uuid[])`.execute(db);
    if (apiKeys.length > 0) await sql`select touch_api_keys(${apiKeys}::uuid[])`.execute(db);
  });
}
