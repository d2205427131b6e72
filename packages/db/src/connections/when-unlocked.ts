import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from 'pg';

/**
 * A statement that waits for a table makes everybody wait who asks for the table after it. So one that changes a schema waits only this
 * long. Shorter than PostgreSQL's deadlock_timeout of a second, after which the statement of somebody else might be the one given up.
 */
export const LOCK_TIMEOUT = "set local lock_timeout = '500ms'";

/** What had to wait meanwhile is answered before the next attempt. */
const PAUSE_MS = 1500;
const ATTEMPTS_MAX = 60;
const LOCK_NOT_AVAILABLE = '55P03';

export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}

/** Tries a transaction with `LOCK_TIMEOUT` again while the tables it needs are in use, for two minutes. */
export async function whenUnlocked<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (attempts === ATTEMPTS_MAX) {
        throw new Error(
          'A table was in use without a pause, and nothing was changed. End the long transaction that pg_stat_activity shows, and try again.',
          { cause: error },
        );
      }
      await sleep(PAUSE_MS);
    }
  }
}
