/** How long the database may take over what a process asks of it. */
export interface Patience {
  /** PostgreSQL ends a statement after this long. */
  readonly statementMs: number;
  /** What owes an answer and says nothing for this long, somewhat longer, is given up as a lost connection. */
  readonly silentMs: number;
  /** PostgreSQL ends a session that idles in a transaction for this long, and lets go of its locks. */
  readonly idleInTransactionMs: number;
}

/** Of who serves people: all of it is over, and said to the caller, within ten seconds. */
export const SERVING_PATIENCE: Patience = { statementMs: 7000, silentMs: 8000, idleInTransactionMs: 10_000 };
/** Of the worker: a job may read a long document between two statements. */
export const WORKING_PATIENCE: Patience = { statementMs: 7000, silentMs: 8000, idleInTransactionMs: 30_000 };
/** Of the owner, whose statements may go through everything there is. */
export const OWNING_PATIENCE: Patience = { statementMs: 300_000, silentMs: 301_000, idleInTransactionMs: 300_000 };

/**
 * What a session goes by. The server's own look at the connection lets go of the locks of a process that is gone without a word:
 * it asks after five seconds and gives up after eleven.
 */
export function sessionRules({
  statementMs,
  idleInTransactionMs,
}: Omit<Patience, 'silentMs'>): Readonly<Record<string, string>> {
  return {
    TimeZone: 'UTC',
    statement_timeout: String(statementMs),
    idle_in_transaction_session_timeout: String(idleInTransactionMs),
    tcp_keepalives_idle: '5',
    tcp_keepalives_interval: '2',
    tcp_keepalives_count: '3',
    tcp_user_timeout: '10000',
  };
}
