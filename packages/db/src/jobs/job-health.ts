import { sql } from 'kysely';
import type { Queries } from '../connections/named-statements.ts';
import { GIVEN_UP_QUEUE, JOB_QUEUE, JOB_QUEUE_SCHEMA, OCCURRENCE_QUEUE, UPKEEP_QUEUE } from './job-queue.ts';
import { isStale } from './stale-schedule.ts';

/** How one job stands, over all organizations. */
export interface JobStanding {
  /** A cron expression in UTC; null for what only has causes. */
  readonly schedule: string | null;
  /** When it was last done, or due and given to the organizations. What only has causes is remembered for a day. */
  readonly lastRanAt: string | null;
  /** Due and not begun. */
  readonly waiting: number;
  readonly running: number;
  /** Failed at least once, and to be tried again. */
  readonly retrying: number;
  /** Given up, in the last seven days. */
  readonly failed: number;
  /** Whether its last two times passed without it. */
  readonly stale: boolean;
}

/** How the queue stands. Counts and names of jobs only: nothing an organization stored. */
export interface JobHealth {
  readonly waiting: number;
  /** How long the first of them has waited. */
  readonly oldestWaitingSeconds: number;
  readonly running: number;
  readonly retrying: number;
  /** Given up, in the last seven days, by the job's name. */
  readonly failed: Readonly<Record<string, number>>;
  /** The names of scheduled jobs whose last two times passed without them. */
  readonly stale: readonly string[];
  readonly byName: Readonly<Record<string, JobStanding>>;
}

interface Row extends Omit<JobStanding, 'stale'> {
  readonly name: string;
  readonly since: string | null;
  readonly oldestWaitingSeconds: number;
}

/** For the jobs role: another one sees no more than its own organization's jobs. Tells of `names` and of whatever else is in the queue. */
export async function readJobHealth(queries: Queries, names: readonly string[], now: Date): Promise<JobHealth> {
  const rows = await standings(queries, names);
  const byName: Record<string, JobStanding> = {};
  for (const { name, since, oldestWaitingSeconds: _, ...row } of rows) {
    const { schedule, lastRanAt } = row;
    const stale = schedule !== null && since !== null && isStale({ schedule, since, lastRanAt }, now);
    byName[name] = { ...row, stale };
  }
  const sumOf = (count: 'waiting' | 'running' | 'retrying') => rows.reduce((sum, row) => sum + row[count], 0);
  return {
    waiting: sumOf('waiting'),
    oldestWaitingSeconds: Math.max(0, ...rows.map((row) => row.oldestWaitingSeconds)),
    running: sumOf('running'),
    retrying: sumOf('retrying'),
    failed: Object.fromEntries(rows.filter(({ failed }) => failed > 0).map(({ name, failed }) => [name, failed])),
    stale: Object.keys(byName).filter((name) => byName[name]?.stale),
    byName,
  };
}

async function standings(queries: Queries, names: readonly string[]): Promise<readonly Row[]> {
  const [job, schedule] = [sql.table(`${JOB_QUEUE_SCHEMA}.job`), sql.table(`${JOB_QUEUE_SCHEMA}.schedule`)];
  const { rows } = await sql<Row>`
    with queued as (
      select data ->> 'job' as name, name as queue, state::text, start_after, created_on, completed_on from ${job}
      where name in (${JOB_QUEUE}, ${OCCURRENCE_QUEUE}, ${UPKEEP_QUEUE}, ${GIVEN_UP_QUEUE})
    ), counted as (
      select name,
        max(completed_on) filter (where state = 'completed' and queue <> ${GIVEN_UP_QUEUE}) as last_ran_at,
        count(*) filter (where state in ('created', 'retry') and start_after <= now()) as waiting,
        coalesce(extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now())), 0)::int
          as oldest_waiting_seconds,
        count(*) filter (where state = 'active') as running,
        count(*) filter (where state = 'retry') as retrying,
        count(*) filter (where created_on > now() - interval '7 days'
          and (queue = ${GIVEN_UP_QUEUE} or state = 'failed' and queue <> ${JOB_QUEUE})) as failed
      from queued group by name
    ), scheduled as (
      select key as name, cron as schedule, created_on as since from ${schedule}
      where name in (${OCCURRENCE_QUEUE}, ${UPKEEP_QUEUE})
    )
    select name, schedule, since, last_ran_at, coalesce(oldest_waiting_seconds, 0) as oldest_waiting_seconds, coalesce(waiting, 0) as waiting,
      coalesce(running, 0) as running, coalesce(retrying, 0) as retrying, coalesce(failed, 0) as failed
    from unnest(${names}::text[]) as known (name)
    full join scheduled using (name) full join counted using (name)
    order by name`.execute(queries);
  return rows;
}
