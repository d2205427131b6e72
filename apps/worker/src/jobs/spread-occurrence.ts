import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { jobKey } from '@countersign/db/jobs/enqueue-job';
import {
  inTransactionOf,
  JOB_QUEUE,
  JOB_QUEUE_SCHEMA,
  OCCURRENCE_QUEUE,
  type Occurrence,
  type QueuedJob,
} from '@countersign/db/jobs/job-queue';
import type { Logger } from '@countersign/runtime/log';
import { sql } from 'kysely';
import type { Job as Claimed, PgBoss } from 'pg-boss';
import { JobFailed } from './job-failed.ts';
import { settledIn } from './settle.ts';

/** What is scheduled comes again and says so by its occurrence, so what is done is forgotten soon: it would be most of the queue. */
const FORGOTTEN_AFTER_SECONDS = 3600;

export interface SpreadDeps {
  readonly boss: PgBoss;
  readonly pool: Pool;
  readonly log: Logger;
}

/**
 * Turns an occurrence into one job per organization, all or none. An organization whose last one is not over yet gets no second: while it
 * fails, it is tried again, and no others pile up behind it.
 */
export function createSpreading({ boss, pool, log }: SpreadDeps) {
  return async (claimed: Claimed<Occurrence> | undefined): Promise<void> => {
    if (!claimed) return;
    const { job } = claimed.data;
    try {
      await transaction(pool, async (queries) => {
        const db = inTransactionOf(queries);
        const inserts = (await organizationsWithout(queries, job)).map((organizationId) => {
          const data: QueuedJob = { job, organizationId, input: {} };
          const singletonKey = jobKey(job, organizationId, SCHEDULED);
          return { data, singletonKey, group: { id: organizationId }, deleteAfterSeconds: FORGOTTEN_AFTER_SECONDS };
        });
        if (inserts.length > 0) await boss.insert(JOB_QUEUE, inserts, { db });
        await settledIn(boss, OCCURRENCE_QUEUE, claimed, db);
      });
    } catch (error) {
      log.warn({ err: error, job, jobId: claimed.id }, 'what is due could not be given to the organizations');
      throw new JobFailed(error);
    }
  };
}

const SCHEDULED = 'scheduled';

async function organizationsWithout(queries: Queries, job: string): Promise<string[]> {
  const unfinished = sql.table(`${JOB_QUEUE_SCHEMA}.job`);
  const { rows } = await sql<{ id: string }>`
    select id from organization
    where id::text <> all(
      select data ->> 'organizationId' from ${unfinished}
      where name = ${JOB_QUEUE} and state in ('created', 'retry', 'active') and data ->> 'job' = ${job}
        and singleton_key like ${`${job}/%/${SCHEDULED}`}
    )
    order by id`.execute(queries);
  return rows.map(({ id }) => id);
}
