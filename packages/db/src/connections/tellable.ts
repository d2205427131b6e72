import { AppError } from '@countersign/contracts/errors';

/**
 * SQLSTATE classes that mean the server, not the statement: connection exceptions (a pooler's among them), operator intervention, resources,
 * the system below, and sessions ended for idling in a transaction.
 */
const LOST = /^(08|53|57P|58|25P0[345])/;
/** What the network says of itself, and a watch that heard nothing. */
const NETWORK = /^(E(CONN|HOST|NET|AI_)\w*|EPIPE|ETIMEDOUT|ENOTFOUND)$/;
/** SQLSTATE of a write on a server that takes none: a hot standby, or one that was set so. */
const READ_ONLY = '25006';
/** SQLSTATE of a statement that took longer than it may. */
const CANCELED = '57014';
/** SQLSTATE of text and of JSON with a null character, which PostgreSQL cannot keep; JSON and forms can carry one. */
const NULL_CHARACTER = new Set(['22021', '22P05']);

/**
 * What a caller can be told in words of ours: `unavailable` for a lost connection, a server that gave up or one that takes no writes,
 * `invalid_input` for text that no column takes. Anything else unchanged. `readsOnly` of a transaction that asked to be one: there a write is our mistake.
 */
export function tellable(error: unknown, readsOnly = false): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (NULL_CHARACTER.has(code)) {
    return new AppError('invalid_input', 'Text must not hold null characters.', { cause: error });
  }
  if (code === READ_ONLY && !readsOnly) {
    return unavailable('The service can read and not write at the moment. Try again shortly.', error);
  }
  if (code === CANCELED) {
    return unavailable('The database took too long. Ask for less at once, or try again shortly.', error);
  }
  const lost =
    LOST.test(code) ||
    NETWORK.test(code) ||
    /Connection terminated|connection error and is not queryable|Client was closed/.test(error.message);
  return lost ? unavailable('The service cannot reach its database. Try again shortly.', error) : error;
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

function unavailable(message: string, cause: Error): AppError {
  return new AppError('unavailable', message, { cause });
}
