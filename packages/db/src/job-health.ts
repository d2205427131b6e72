import { sql } from 'kysely';
import { JOB_QUEUE, JOB_QUEUE_SCHEMA } from './job-queue.ts';
import type { Queries } from './named-statements.ts';

/** How the queue stands. Counts and names of jobs only: nothing an organization stored. */
export interface JobHealth {
  /** Due and not begun. */
  readonly waiting: number;
  /** How long the first of them has waited. */
  readonly oldestWaitingSeconds: number;
  readonly running: number;
  /** Failed at least once, and to be tried again. */
  readonly retrying: number;
  /** Given up, in the last seven days, by the job's name. */
  readonly failed: Readonly<Record<string, number>>;
}

/** For the jobs role: another one sees no more than its own organization's jobs. */
export async function readJobHealth(queries: Queries): Promise<JobHealth> {
  const { rows } = await sql<JobHealth>`
    select count(*) filter (where state in ('created', 'retry') and start_after <= now()) as waiting,
           coalesce(extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now())), 0)::int
             as oldest_waiting_seconds,
           count(*) filter (where state = 'active') as running,
           count(*) filter (where state = 'retry') as retrying,
           coalesce((select jsonb_object_agg(job, count) from (
             select data ->> 'job' as job, count(*) as count from ${sql.table(`${JOB_QUEUE_SCHEMA}.job`)}
             where name = ${JOB_QUEUE} and state = 'failed' group by 1
           ) as given_up), '{}') as failed
    from ${sql.table(`${JOB_QUEUE_SCHEMA}.job`)}
    where name = ${JOB_QUEUE} and state in ('created', 'retry', 'active')`.execute(queries);
  const health = rows[0];
  if (!health) throw new Error('An aggregate answers one row');
  return health;
}
