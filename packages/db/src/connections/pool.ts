import { gauge } from '@countersign/runtime/metrics';
import { type ClientBase, Pool as PgPool, type PoolClient as PgPoolClient, types as pgTypes, TypeOverrides } from 'pg';
import { beginSession, isBehindPooler } from './behind-pooler.ts';
import { isoTime } from './iso-time.ts';
import { type Patience, SERVING_PATIENCE, sessionRules } from './session-rules.ts';
import { dropSilent, type SilenceWatch, watchForSilence } from './silence.ts';
import { leaveUnnamed } from './unnamed-statements.ts';

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
  readonly patience?: Patience;
  /** Whether statements are kept prepared: where no pooler stands before the server, unless said otherwise. */
  readonly preparedStatements?: 'auto' | 'on' | 'off';
}

const watches = new WeakMap<PgPool, SilenceWatch>();

/** For how long the pool's database has owed an answer without a word: it is silent, or somebody asked for what takes long. */
export function silentForMs(pool: Pool): number {
  return watches.get(pool)?.silentForMs() ?? 0;
}

/** What an operator says of a process's pool. */
export function poolSettings(env: {
  readonly DATABASE_POOL_SIZE: number;
  readonly DATABASE_PREPARED_STATEMENTS: 'auto' | 'on' | 'off';
}): Pick<PoolOptions, 'max' | 'preparedStatements'> {
  return { max: env.DATABASE_POOL_SIZE, preparedStatements: env.DATABASE_PREPARED_STATEMENTS };
}

/** With what a statement may take, and its own limit of waiting, a caller is answered within ten seconds. */
const CONNECT_TIMEOUT_MS = 4000;
/** How soon the network is asked whether an idle connection is still one. */
const KEEP_ALIVE_MS = 5000;

/**
 * A pool of pipelining connections: statements issued without waiting travel in one round trip, in order. Sessions run in
 * UTC; an idle transaction is ended by the server, so a lost process cannot hold an organization's lock; a silent server is given up.
 * Nothing but the name is told when a connection begins, because poolers such as PgBouncer refuse what they do not know.
 */
export function createPool(connectionString: string, options: PoolOptions): Pool {
  const { patience = SERVING_PATIENCE, connectTimeoutMs = CONNECT_TIMEOUT_MS, preparedStatements = 'auto' } = options;
  const rules = sessionRules(patience);
  const onConnect = async (client: ClientBase) => {
    client.on('error', () => {});
    const tooLate = setTimeout(dropSilent, connectTimeoutMs, client, connectTimeoutMs);
    try {
      await beginSession(client, rules);
    } finally {
      clearTimeout(tooLate);
    }
    if (preparedStatements === 'off' || (preparedStatements === 'auto' && isBehindPooler(client))) leaveUnnamed(client);
    silence.watch(client);
  };
  const pool = new PgPool({
    connectionString,
    application_name: options.applicationName,
    max: options.max ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types,
    pipeline: true,
    // Waited for before the client is handed out, which the types do not say.
    ...({ onConnect } as object),
  });
  const silence = watchForSilence(patience.silentMs, () => pool.ended);
  watches.set(pool, silence);
  // A connection that the server drops is replaced at the next use, and one in use fails its next statement. Without a listener
  // either would end the process.
  open.add(pool);
  pool.on('error', () => {});
  return pool;
}
