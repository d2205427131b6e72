import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { sql } from 'kysely';
import { addSigningKey } from './signing-key.ts';

/** How long a key signs before the next one is made. */
export const ROTATE_AFTER_DAYS = 90;
/**
 * How long a key is published before it signs: longer than every process needs to notice it (its poll) plus what a resource server
 * caches a key set (ten minutes), or the first token would be refused.
 */
export const PUBLISH_MINUTES = 30;
/** How long a key stays published after it signed last: an access token's hour, and time for every process to notice. */
export const RETAIN_MINUTES = 120;

/** One lock for all processes, so that two do not rotate at once. The number means nothing but must stay. */
const ROTATION_LOCK = 0x0c5_1600;

/** Brings the signing keys to where they should be at `now`. Idempotent; every process may call it at any time. */
export async function rotateSigningKeys(pool: Pool, sealingKey: Buffer, now: Date): Promise<void> {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  await transaction(pool, async (db) => {
    await sql`select pg_advisory_xact_lock(${ROTATION_LOCK})`.execute(db);
    await db
      .deleteFrom('signingKey')
      .where('state', '=', 'retired')
      .where('retiredAt', '<=', ago(RETAIN_MINUTES))
      .execute();
    const keys = await db.selectFrom('signingKey').select(['kid', 'state', 'createdAt', 'activatedAt']).execute();
    const active = keys.find((key) => key.state === 'active');
    const next = keys.find((key) => key.state === 'next');
    if (!active) {
      await addSigningKey(db, sealingKey, 'active', now);
    } else if (next && next.createdAt <= ago(PUBLISH_MINUTES)) {
      const at = now.toISOString();
      await db
        .updateTable('signingKey')
        .set({ state: 'retired', retiredAt: at })
        .where('kid', '=', active.kid)
        .execute();
      await db
        .updateTable('signingKey')
        .set({ state: 'active', activatedAt: at })
        .where('kid', '=', next.kid)
        .execute();
    } else if (!next && (active.activatedAt ?? active.createdAt) <= ago(ROTATE_AFTER_DAYS * 24 * 60)) {
      await addSigningKey(db, sealingKey, 'next', now);
    }
  });
}
