import type { Job } from '@countersign/contracts/define-job';
import { jobKey } from '@countersign/db/enqueue-job';
import { inTransactionOf, JOB_QUEUE, OCCURRENCE_QUEUE, type QueuedJob } from '@countersign/db/job-queue';
import type { Pool } from '@countersign/db/pool';
import { transaction } from '@countersign/db/transaction';
import type { Job as Claimed, PgBoss } from 'pg-boss';
import { settledIn } from './settle.ts';

/** One time at which a scheduled job is due. */
export interface Occurrence {
  readonly job: string;
}

/** Makes the queue's schedules those the jobs declare. The queue sends each occurrence once, however many workers run. */
export async function keepSchedules(boss: PgBoss, jobs: ReadonlyMap<string, Job>): Promise<void> {
  for (const job of jobs.values()) {
    if (job.schedule === undefined) continue;
    const occurrence: Occurrence = { job: job.name };
    await boss.schedule(OCCURRENCE_QUEUE, job.schedule, occurrence, { key: job.name, tz: 'UTC' });
  }
  for (const { key } of await boss.getSchedules(OCCURRENCE_QUEUE)) {
    if (key && jobs.get(key)?.schedule === undefined) await boss.unschedule(OCCURRENCE_QUEUE, key);
  }
}

/** Turns an occurrence into one job per organization, all or none. An organization whose last one still waits gets no second. */
export async function spreadOccurrence(
  boss: PgBoss,
  pool: Pool,
  claimed: Claimed<Occurrence> | undefined,
): Promise<void> {
  if (!claimed) return;
  const { job } = claimed.data;
  await transaction(pool, async (queries) => {
    const db = inTransactionOf(queries);
    const organizations = await queries.selectFrom('organization').select('id').orderBy('id').execute();
    const inserts = organizations.map(({ id }) => {
      const data: QueuedJob = { job, organizationId: id, input: {} };
      return { data, singletonKey: jobKey(job, id, 'scheduled') };
    });
    if (inserts.length > 0) await boss.insert(JOB_QUEUE, inserts, { db });
    await settledIn(boss, OCCURRENCE_QUEUE, claimed, db);
  });
}
