import { setTimeout as sleep } from 'node:timers/promises';
import { NotReady } from '@countersign/runtime/operations';
import type { Pool } from './pool.ts';

/** Whoever asks has a patience of its own, and a database that takes this long serves nobody. */
const WITHIN_MS = 3000;

/** Throws when the database does not answer soon, or takes no writes: a standby, or a server that was set so. */
export async function databaseAnswers(pool: Pool): Promise<object> {
  const asked = pool.query<{ readOnly: boolean }>(
    `select current_setting('transaction_read_only') = 'on' as "readOnly"`,
  );
  const waiting = new AbortController();
  const tooLong = sleep(WITHIN_MS, undefined, { signal: waiting.signal }).then(() => {
    throw new NotReady(`the database did not answer within ${WITHIN_MS / 1000} seconds`);
  });
  tooLong.catch(() => {});
  try {
    const { rows } = await Promise.race([asked, tooLong]);
    if (rows[0]?.readOnly) throw new NotReady('the database takes no writes: it is a standby, or set to read-only');
  } finally {
    waiting.abort();
  }
  return {};
}
