import { Client } from 'pg';
import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Queries } from './named-statements.ts';

export const JOB_QUEUE_SCHEMA = 'job_queue';

/** One queue for the jobs of every module and organization: what differs between them is in the job, not in the queue. */
export const JOB_QUEUE = 'organization-job';
/** Where a schedule's occurrence waits to be spread over the organizations. */
export const OCCURRENCE_QUEUE = 'occurrence';

/** What a waiting job holds. The tools role may add only those of the organization it is in, and see no other. */
export interface QueuedJob {
  readonly job: string;
  readonly organizationId: string;
  readonly input: Record<string, unknown>;
}

/**
 * A worker that dies is noticed after `heartbeatSeconds` and its jobs are tried again. A job that fails is tried nine more times,
 * within about an hour; then it stays, failed, for a week.
 */
const RULES = {
  heartbeatSeconds: 10,
  expireInSeconds: 300,
  retryLimit: 9,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 1800,
  deleteAfterSeconds: 7 * 24 * 3600,
  notify: true,
} as const;

/** What every instance agrees on; the schema is made by `installJobQueue`, never by a serving process. */
export function jobQueueOptions(): ConstructorOptions {
  return { schema: JOB_QUEUE_SCHEMA, migrate: false, createSchema: false, useListenNotify: true };
}

/** Makes or upgrades the queue's schema. `ownerUrl` is the owner of the database; may run in several processes at once. */
export async function installJobQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    ...jobQueueOptions(),
    connectionString: ownerUrl,
    migrate: true,
    createSchema: true,
    useListenNotify: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    max: 2,
  });
  boss.on('error', () => {});
  try {
    await boss.start();
    // `short`: of several jobs with one key, at most one waits. Which is why every job has a key.
    await boss.createQueue(JOB_QUEUE, { ...RULES, policy: 'short' });
    await boss.updateQueue(JOB_QUEUE, RULES);
    await boss.createQueue(OCCURRENCE_QUEUE, RULES);
    await boss.updateQueue(OCCURRENCE_QUEUE, RULES);
  } finally {
    await boss.stop({ close: true, graceful: false });
  }
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(RIGHTS);
  } finally {
    await client.end();
  }
}

/**
 * Granted anew every time, because an upgrade of the library may bring tables. The queue is a table of our database like others:
 * row-level security keeps what the tools role adds and sees in the organization it is in. Its key too, since a job with another's key would
 * keep theirs from being added; and it names no queue to go on to when it fails, which could be the one that is spread over everybody.
 */
const RIGHTS = `
  begin;
  select pg_advisory_xact_lock(hashtextextended('countersign job queue rights', 0));
  grant usage on schema ${JOB_QUEUE_SCHEMA} to countersign_tools, countersign_jobs;
  grant select, insert, update, delete on all tables in schema ${JOB_QUEUE_SCHEMA} to countersign_jobs;
  grant select on ${JOB_QUEUE_SCHEMA}.queue to countersign_tools;
  grant select, insert on ${JOB_QUEUE_SCHEMA}.job_common to countersign_tools;
  do $$
  declare target regclass;
  begin
    foreach target in array array['${JOB_QUEUE_SCHEMA}.job', '${JOB_QUEUE_SCHEMA}.job_common']::regclass[] loop
      execute format('alter table %s enable row level security', target);
      execute format('drop policy if exists jobs_serve_every_organization on %s', target);
      execute format('drop policy if exists tools_see_their_organization on %s', target);
      execute format('drop policy if exists tools_add_for_their_organization on %s', target);
      execute format('create policy jobs_serve_every_organization on %s to countersign_jobs using (true) with check (true)', target);
      execute format($policy$create policy tools_see_their_organization on %s for select to countersign_tools
        using (data ->> 'organizationId' = current_organization()::text)$policy$, target);
      execute format($policy$create policy tools_add_for_their_organization on %s for insert to countersign_tools
        with check (name = '${JOB_QUEUE}' and data ->> 'organizationId' = current_organization()::text
          and split_part(singleton_key, '/', 2) = current_organization()::text and dead_letter is null)$policy$, target);
    end loop;
  end $$;
  commit;
`;

/** Statements of the queue in a transaction of ours. */
export function inTransactionOf(queries: Queries) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await queries.executeQuery<Record<string, unknown>>({
        sql: text,
        parameters: values,
        query: { kind: 'RawNode', sqlFragments: [text], parameters: [] },
        queryId: { queryId: 'job-queue' },
      });
      return { rows };
    },
  };
}
