import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import type { Clock } from '@countersign/runtime/clock';
import { deriveKey, isSignedBy, sign } from '@countersign/runtime/secret-key';
import { sql } from 'kysely';

/** How long a page with a challenge may stay open before its button answers “try again”. */
const MINUTES = 15;
const NONCE_BYTES = 16;
const TIME_BYTES = 6;

/**
 * WebAuthn challenges (WebAuthn §13.4.3): random, for one form in one browser, answered once. A challenge signs what it is for, so
 * showing a page costs no row; only an answered one is remembered, until it would have expired.
 */
export interface Challenges {
  /** `form` is the token of the form it is answered with. */
  readonly issue: (form: string) => Uint8Array<ArrayBuffer>;
  /** Uses a challenge up; in base64url, as the browser answers it. False when it is none of ours, expired, or used before. */
  readonly take: (challenge: string, form: string) => Promise<boolean>;
}

export function createChallenges(pool: Pool, clock: Clock, secretKey: string): Challenges {
  const key = deriveKey(secretKey, 'csrf', 'passkey challenge');

  return {
    issue(form) {
      const head = Buffer.concat([randomBytes(NONCE_BYTES), Buffer.alloc(TIME_BYTES)]);
      head.writeUIntBE(clock().getTime() + MINUTES * 60_000, NONCE_BYTES, TIME_BYTES);
      const signature = Buffer.from(sign(key, form, head.toString('base64url')), 'base64url');
      return Uint8Array.from([...head, ...signature]);
    },

    async take(challenge, form) {
      const bytes = Buffer.from(challenge, 'base64url');
      const head = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
      const signature = bytes.subarray(head.length).toString('base64url');
      if (!isSignedBy(key, signature, form, head.toString('base64url'))) return false;
      const expiresAt = head.readUIntBE(NONCE_BYTES, TIME_BYTES);
      if (expiresAt <= clock().getTime()) return false;
      const hash = createHash('sha256').update(bytes).digest();
      const added = await withQueries(pool, (db) =>
        db
          .insertInto('answeredChallenge')
          .values({ hash, expiresAt: new Date(expiresAt).toISOString() })
          .onConflict((conflict) => conflict.doNothing())
          .returning(sql<boolean>`true`.as('isFirst'))
          .executeTakeFirst(),
      );
      return added !== undefined;
    },
  };
}
