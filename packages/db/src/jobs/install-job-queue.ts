import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { LOCK_TIMEOUT, whenUnlocked } from '../connections/when-unlocked.ts';
import {
  GIVEN_UP_QUEUE,
  JOB_QUEUE,
  JOB_QUEUE_SCHEMA,
  jobQueueOptions,
  OCCURRENCE_QUEUE,
  UPKEEP_QUEUE,
} from './job-queue.ts';

const DAY_SECONDS = 24 * 3600;

/** A worker that dies is noticed after `heartbeatSeconds` and its jobs are tried again. */
const ALIVE = { heartbeatSeconds: 10, expireInSeconds: 300, notify: true } as const;

/** How long what is over is still seen: what was given up for a week, an occurrence for two periods of the slowest schedule and a day. */
const KEPT_SECONDS = {
  [JOB_QUEUE]: DAY_SECONDS,
  [GIVEN_UP_QUEUE]: 7 * DAY_SECONDS,
  [OCCURRENCE_QUEUE]: 15 * DAY_SECONDS,
  [UPKEEP_QUEUE]: 15 * DAY_SECONDS,
};

/**
 * What fails is tried nine more times, within about an hour; how often a job is tried, the worker's JOB_RETRIES says from then on. Then it
 * stays, failed.
 */
const TRIED_AGAIN = { retryLimit: 9, retryDelay: 5, retryBackoff: true, retryDelayMax: 1800 } as const;

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
    for (const queue of [GIVEN_UP_QUEUE, OCCURRENCE_QUEUE, UPKEEP_QUEUE] as const) {
      const rules = { ...ALIVE, ...TRIED_AGAIN, deleteAfterSeconds: KEPT_SECONDS[queue] };
      await boss.createQueue(queue, rules);
      await boss.updateQueue(queue, rules);
    }
    const rules = { ...ALIVE, deleteAfterSeconds: KEPT_SECONDS[JOB_QUEUE], deadLetter: GIVEN_UP_QUEUE };
    // `short`: of several jobs with one key, at most one waits. Which is why every job has a key.
    await boss.createQueue(JOB_QUEUE, { ...rules, ...TRIED_AGAIN, policy: 'short' });
    // Before the queue changes, so that what is added meanwhile is allowed by the rights there are.
    await whenUnlocked(() => grantRights(ownerUrl));
    await boss.updateQueue(JOB_QUEUE, rules);
  } finally {
    await boss.stop({ close: true, graceful: false });
  }
}

async function grantRights(ownerUrl: string): Promise<void> {
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
 * row-level security keeps what the tools role adds and sees in the organization it is in. Its key and group too, since a job with another's would
 * keep theirs from being added, or take their turn; and the one queue it may go on to when it fails is the one that tells of it, not one that is spread over everybody.
 */
const RIGHTS = `
  begin;
  select pg_advisory_xact_lock(hashtextextended('countersign job queue rights', 0));
  ${LOCK_TIMEOUT};
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
          and split_part(singleton_key, '/', 2) = current_organization()::text and coalesce(group_id, current_organization()::text) = current_organization()::text
          and coalesce(dead_letter, '${GIVEN_UP_QUEUE}') = '${GIVEN_UP_QUEUE}')$policy$, target);
    end loop;
  end $$;
  commit;
`;
