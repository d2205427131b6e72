import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { type AuditSeal, digestOfRun, isSealedBy, LOG_BEGINS, momentOf, SEAL_COLUMNS } from './audit-seal.ts';

/** What is wrong with one run of the log. */
export interface AuditFlaw {
  readonly seal: number;
  /** The times between which the run lies. */
  readonly from: string;
  readonly through: string;
  readonly flaw:
    | 'an event was changed'
    | 'an event was removed'
    | 'an event was inserted'
    | 'the seal itself was changed or removed';
}

export interface AuditVerdict {
  readonly seals: number;
  readonly sealedEvents: number;
  /** Too young to be sealed yet, so nothing is known of them. */
  readonly unsealedEvents: number;
  readonly lastSealedAt: string | null;
  readonly flaws: readonly AuditFlaw[];
}

/**
 * Compares the audit log with its seals: every event that was changed, removed or inserted in a sealed run is found, down to its run. Does not see
 * what happens to events that are not sealed yet, nor that the newest seals were removed together with their events: compare the number
 * of seals with the one of an earlier check.
 */
export async function verifyAuditLog(pool: Pool, keys: readonly Buffer[]): Promise<AuditVerdict> {
  return withQueries(pool, async (db) => {
    const seals = await db.selectFrom('auditSeal').select(SEAL_COLUMNS).orderBy('number').execute();
    const flaws: AuditFlaw[] = [];
    let from = LOG_BEGINS;
    let macBefore: string | undefined;
    for (const [index, seal] of seals.entries()) {
      const between = { seal: seal.number, from: momentOf(from), through: momentOf(seal.throughId) };
      const genuine = seal.number === index + 1 && keys.some((key) => isSealedBy(key, seal, macBefore));
      const flaw = genuine
        ? flawOf(seal, await digestOfRun(db, from, seal.throughId))
        : 'the seal itself was changed or removed';
      if (flaw) flaws.push({ ...between, flaw });
      from = seal.throughId;
      macBefore = seal.mac;
    }
    const { unsealedEvents } = await db
      .selectFrom('auditEvent')
      .select(({ fn }) => fn.countAll<number>().as('unsealedEvents'))
      .where('id', '>', from)
      .executeTakeFirstOrThrow();
    return {
      seals: seals.length,
      sealedEvents: seals.reduce((sum, seal) => sum + seal.events, 0),
      unsealedEvents,
      lastSealedAt: seals.at(-1)?.sealedAt ?? null,
      flaws,
    };
  });
}

function flawOf(
  seal: AuditSeal,
  run: { readonly events: number; readonly digest: Buffer },
): AuditFlaw['flaw'] | undefined {
  if (run.events < seal.events) return 'an event was removed';
  if (run.events > seal.events) return 'an event was inserted';
  return run.digest.equals(seal.digest) ? undefined : 'an event was changed';
}
