import { gauge } from '@countersign/runtime/metrics';
import { Pool as PgPool, type PoolClient as PgPoolClient, types as pgTypes, TypeOverrides } from 'pg';
import { isoTime } from './iso-time.ts';

// Rows leave this package as the API speaks them: ISO 8601 text for times, `YYYY-MM-DD` for dates, numbers for int8.
const types = new TypeOverrides();
types.setTypeParser(pgTypes.builtins.TIMESTAMPTZ, isoTime);
types.setTypeParser(pgTypes.builtins.DATE, (value) => value);
types.setTypeParser(pgTypes.builtins.INT8, toSafeInteger);

function toSafeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} does not fit a number`);
  return number;
}

export type Pool = PgPool;
export type PoolClient = PgPoolClient;

const open = new Set<PgPool>();

gauge(
  'database_connections',
  'Connections to the database, and requests that wait for one.',
  ['state'],
  (connections) => {
    for (const pool of open) {
      if (pool.ended) {
        open.delete(pool);
        continue;
      }
      connections.inc({ state: 'idle' }, pool.idleCount);
      connections.inc({ state: 'busy' }, pool.totalCount - pool.idleCount);
      connections.inc({ state: 'waiting' }, pool.waitingCount);
    }
  },
);

export interface PoolOptions {
  readonly applicationName: string;
  readonly max?: number;
  /** How long to wait for a connection before the caller answers `unavailable`. */
  readonly connectTimeoutMs?: number;
}

/**
 * A pool of pipelining connections: statements issued without waiting travel in one round trip, in order. Sessions run in
 * UTC; an idle transaction is ended by the server, so a lost process cannot hold an organization's lock.
 */
export function createPool(connectionString: string, options: PoolOptions): Pool {
  const pool = new PgPool({
    connectionString,
    application_name: options.applicationName,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 30_000,
    options: '-c timezone=UTC',
    types,
    pipeline: true,
  });
  // A connection that the server drops is replaced at the next use, and one in use fails its next statement. Without a listener
  // either would end the process.
  open.add(pool);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Throws when the database does not answer. */
export async function databaseAnswers(pool: Pool): Promise<object> {
  await pool.query('select 1');
  return {};
}
