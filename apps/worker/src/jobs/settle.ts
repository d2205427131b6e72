import type { Db, JobAttempt, PgBoss } from 'pg-boss';

/** Notes in a transaction that a claimed job is done. Throws, so that the transaction ends, when the claim was lost meanwhile. */
export async function settledIn(boss: PgBoss, queue: string, claimed: JobAttempt, db: Db): Promise<void> {
  const attempt = { id: claimed.id, retryCount: claimed.retryCount };
  // The declared answer is empty; `affected` is documented all the same.
  const { affected }: { affected?: number } = await boss.complete(queue, attempt, null, { db });
  if (affected !== 1) throw Object.assign(new Error('The job is another worker’s by now.'), { code: 'claim_lost' });
}
