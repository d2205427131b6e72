import type { Job } from '@countersign/contracts/define-job';
import { JOB_QUEUE, jobQueueOptions, OCCURRENCE_QUEUE, type QueuedJob } from '@countersign/db/job-queue';
import type { Pool } from '@countersign/db/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import { PgBoss } from 'pg-boss';
import { createJobRunner } from './run-job.ts';
import { keepSchedules, type Occurrence, spreadOccurrence } from './schedules.ts';

export interface JobsDeps {
  /** As the jobs role: the queue listens and claims on connections of its own. */
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly jobs: ReadonlyMap<string, Job>;
}

export interface RunningJobs {
  /** False until the queue was reached for the first time. */
  readonly isWorking: () => boolean;
  /** Takes no more jobs and lets those that run finish; what does not finish in time is tried again elsewhere. */
  readonly stop: () => Promise<void>;
}

const AT_ONCE = 4;
/** Jobs are announced when their transaction commits; polling is for those whose time comes later, and for missed announcements. */
const POLL = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
/** Well under the ten seconds after which an operator's patience (`closeOnSignal`) ends. */
const FINISH_WITHIN_MS = 8000;
const START_ATTEMPTS = 1_000_000;

/** Begins to work through the queue, now or as soon as the database can be reached. */
export function startJobs({ databaseUrl, pool, log, clock, jobs }: JobsDeps): RunningJobs {
  const boss = new PgBoss({
    ...jobQueueOptions(),
    connectionString: databaseUrl,
    application_name: 'countersign worker queue',
    max: 4,
    // How soon the jobs of a worker that died are noticed, once their heartbeat is late.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    registerInstance: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue has trouble'));
  boss.on('warning', ({ message, data }) => log.warn({ data }, message));

  let working = false;
  let stopping = false;
  const run = createJobRunner({ boss, pool, log, clock, jobs });
  const begin = async () => {
    await boss.start({ attempts: START_ATTEMPTS });
    await keepSchedules(boss, jobs);
    await boss.work<QueuedJob>(JOB_QUEUE, { ...POLL, localConcurrency: AT_ONCE }, ([job]) => run(job));
    await boss.work<Occurrence>(OCCURRENCE_QUEUE, POLL, ([job]) => spreadOccurrence(boss, pool, job));
    working = true;
  };
  const begun = begin().catch((error: unknown) => {
    if (!stopping) log.error({ err: error }, 'jobs cannot be worked on');
  });
  return {
    isWorking: () => working,
    stop: async () => {
      stopping = true;
      working = false;
      await boss.stop({ timeout: FINISH_WITHIN_MS });
      await begun;
    },
  };
}
