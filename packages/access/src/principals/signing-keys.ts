import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import type { Logger } from '@countersign/runtime/log';
import { type CryptoKey, importJWK, type JWK } from 'jose';

/** A miss waits for a load that began after it, and loads are at least this far apart. */
const LOAD_INTERVAL_MS = 250;
/** A key that was taken out of the table stops verifying after this long, without any miss. */
const MAX_AGE_MS = 30_000;

export interface SigningKeys {
  /** The public key of this id, asking the database when it is not known. Throws `unavailable` when that fails. */
  readonly find: (kid: string) => Promise<CryptoKey | undefined>;
  /** Whether the key is known now, without asking the database. */
  readonly holds: (kid: string) => boolean;
}

/**
 * The public halves of the keys that sign access tokens, whatever their state: the next one verifies before it signs and a
 * retired one until its row is deleted, so a rotation refuses no token. Unknown ids cannot make it query more than four
 * times a second: misses share loads, and wait for one rather than being refused early.
 */
export function createSigningKeys(pool: Pool, log: Logger): SigningKeys {
  let keys = new Map<string, CryptoKey>();
  let loadBegunAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  async function load(): Promise<void> {
    loadBegunAt = performance.now();
    const rows = await withQueries(pool, (db) =>
      db.selectFrom('signingKey').select(['kid', 'publicJwk']).where('alg', '=', 'ES256').execute(),
    );
    const imported = await Promise.all(
      rows.map(async ({ kid, publicJwk }) => [kid, (await importJWK(publicJwk as JWK, 'ES256')) as CryptoKey] as const),
    );
    keys = new Map(imported);
  }

  function loadNow(): Promise<void> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  /** A load that begins after this call: the running one may have read the table before the key was in it. */
  function loadAfresh(): Promise<void> {
    queued ??= (async () => {
      await loading?.catch(() => {});
      const wait = loadBegunAt + LOAD_INTERVAL_MS - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      queued = undefined;
      await loadNow();
    })();
    return queued;
  }

  return {
    holds: (kid) => keys.has(kid),
    async find(kid) {
      if (!keys.has(kid)) await loadAfresh();
      else if (performance.now() - loadBegunAt > MAX_AGE_MS) {
        loadNow().catch((error: unknown) => log.warn({ err: error }, 'signing keys could not be reloaded'));
      }
      return keys.get(kid);
    },
  };
}
