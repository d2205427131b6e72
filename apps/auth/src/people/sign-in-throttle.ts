import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { Clock } from '@countersign/runtime/clock';
import { deriveKey, sign } from '@countersign/runtime/secret-key';
import { sql } from 'kysely';
import { addressGroup } from './address-group.ts';

/** Tries are forgotten after this long without another. */
const QUIET_SECONDS = 60 * 60;
const DELAY_SECONDS_FIRST = 5;
const DELAY_SECONDS_MAX = 15 * 60;

/** How many tries in a row cost no waiting. */
const FREE_TRIES = { personFromAddress: 5, address: 50, 'sign-up': 10, 'password reset': 10 } as const;
/** Guessing at one person from many addresses: past this many tries, each address gets a single free one. */
const PERSON_TRIES_CALM = 50;

export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAt: Date };

interface Count {
  readonly failures: number;
  readonly lastAt: number;
}

/**
 * Slows guessing without ever locking anybody out: who fails waits longer and longer, at that address only. A person under attack from
 * elsewhere still gets in with the right password, because the first try from an address is always free.
 *
 * A try is counted before the password is verified, under row locks, so that a hundred tries at once count as a hundred.
 */
export interface SignInThrottle {
  readonly admit: (email: string, address: string) => Promise<Admission>;
  /** The admitted try was right: it no longer counts, and this address starts anew with this person. */
  readonly forgive: (email: string, address: string) => Promise<void>;
  /** For what anybody may do without being anybody yet: counted by address alone. */
  readonly admitFrom: (address: string, what: 'sign-up' | 'password reset') => Promise<Admission>;
}

export function createSignInThrottle(pool: Pool, clock: Clock, secretKey: string): SignInThrottle {
  const key = deriveKey(secretKey, 'throttle');
  // Digests, so that the table does not tell who signs in from where, or what was typed by mistake into the e-mail field.
  const digest = (...parts: string[]) => Buffer.from(sign(key, ...parts), 'base64url');
  const keysOf = (email: string, address: string) => ({
    pair: digest('person from address', email, addressGroup(address)),
    person: digest('person', email),
    address: digest('address', addressGroup(address)),
  });

  return {
    admit(email, address) {
      const keys = keysOf(email, address);
      return transaction(pool, async (db) => {
        const now = clock();
        const counts = await lockCounts(db, [keys.pair, keys.person, keys.address], now);
        const underAttack = counts(keys.person).failures >= PERSON_TRIES_CALM;
        const retryAt = Math.max(
          retryTime(counts(keys.pair), underAttack ? 1 : FREE_TRIES.personFromAddress),
          retryTime(counts(keys.address), FREE_TRIES.address),
        );
        if (retryAt > now.getTime()) return { admitted: false, retryAt: new Date(retryAt) };
        await countTry(db, [keys.pair, keys.person, keys.address], now);
        return { admitted: true };
      });
    },

    async forgive(email, address) {
      const keys = keysOf(email, address);
      await withQueries(pool, async (db) => {
        await db.deleteFrom('signInThrottle').where('key', '=', keys.pair).execute();
        for (const shared of inLockOrder([keys.person, keys.address])) {
          await db
            .updateTable('signInThrottle')
            .set({ failures: sql<number>`greatest(failures - 1, 0)` })
            .where('key', '=', shared)
            .execute();
        }
      });
    },

    admitFrom(address, what) {
      const key = digest(what, addressGroup(address));
      return transaction(pool, async (db) => {
        const now = clock();
        const counts = await lockCounts(db, [key], now);
        const retryAt = retryTime(counts(key), FREE_TRIES[what]);
        if (retryAt > now.getTime()) return { admitted: false, retryAt: new Date(retryAt) };
        await countTry(db, [key], now);
        return { admitted: true };
      });
    },
  };
}

function retryTime({ failures, lastAt }: Count, freeTries: number): number {
  if (failures < freeTries) return 0;
  const delaySeconds = Math.min(DELAY_SECONDS_FIRST * 2 ** (failures - freeTries), DELAY_SECONDS_MAX);
  return lastAt + delaySeconds * 1000;
}

/** One order for every caller, so that two never wait for each other. */
const inLockOrder = (keys: readonly Buffer[]) => keys.toSorted((a, b) => a.compare(b));

async function lockCounts(db: Queries, keys: readonly Buffer[], now: Date): Promise<(key: Buffer) => Count> {
  const counts = new Map<string, Count>();
  for (const key of inLockOrder(keys)) {
    const row = await db
      .insertInto('signInThrottle')
      .values({ key, failures: 0, expiresAt: quietUntil(now) })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          failures: sql<number>`case when sign_in_throttle.expires_at < ${now.toISOString()}::timestamptz
                                     then 0 else sign_in_throttle.failures end`,
        }),
      )
      .returning(['failures', 'expiresAt'])
      .executeTakeFirstOrThrow();
    counts.set(key.toString('hex'), {
      failures: row.failures,
      lastAt: Date.parse(row.expiresAt) - QUIET_SECONDS * 1000,
    });
  }
  return (key) => counts.get(key.toString('hex')) ?? { failures: 0, lastAt: 0 };
}

async function countTry(db: Queries, keys: readonly Buffer[], now: Date): Promise<void> {
  await db
    .updateTable('signInThrottle')
    .set({ failures: sql<number>`failures + 1`, expiresAt: quietUntil(now) })
    .where('key', 'in', [...keys])
    .execute();
}

function quietUntil(now: Date): string {
  return new Date(now.getTime() + QUIET_SECONDS * 1000).toISOString();
}
