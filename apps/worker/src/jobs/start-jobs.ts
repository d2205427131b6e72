import type { Job } from '@countersign/contracts/define-job';
import type { Pool } from '@countersign/db/connections/pool';
import { WORKING_PATIENCE } from '@countersign/db/connections/session-rules';
import {
  GIVEN_UP_QUEUE,
  JOB_QUEUE,
  jobQueueOptions,
  OCCURRENCE_QUEUE,
  type Occurrence,
  type QueuedJob,
  UPKEEP_QUEUE,
} from '@countersign/db/jobs/job-queue';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import { PgBoss } from 'pg-boss';
import { createUpkeepRunner } from '../upkeep/run-upkeep.ts';
import type { Upkeep } from '../upkeep/upkeep.ts';
import { createGivingUp } from './give-up.ts';
import { persist } from './persist.ts';
import { createJobRunner } from './run-job.ts';
import { keepSchedules } from './schedules.ts';
import { createSpreading } from './spread-occurrence.ts';

export interface JobsDeps {
  /** As the jobs role: the queue listens and claims on connections of its own. */
  readonly databaseUrl: string;
  readonly behindPooler: boolean;
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly upkeep: ReadonlyMap<string, Upkeep>;
  /** How many more times a job is tried that failed. */
  readonly retries: number;
}

export interface RunningJobs {
  /** False until the queue was reached for the first time. */
  readonly isWorking: () => boolean;
  /** Takes no more jobs and lets those that run finish; what does not finish in time is tried again elsewhere. */
  readonly stop: () => Promise<void>;
}

const AT_ONCE = 4;
/** Of one organization, so that one which leaves thousands does not keep everybody else's waiting behind them. */
const AT_ONCE_OF_ONE = 2;
/** Jobs are announced when their transaction commits; polling is for those whose time comes later, those given up, and missed announcements. */
const POLL = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
/**
 * Of the jobs, of which there may be many: whoever did one looks for the next this soon, at once while more wait than are done at a time. The
 * same holds for who found only jobs of an organization that has its share of them under way.
 */
const POLL_JOBS = {
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
  burstWhenReadyExceeds: AT_ONCE,
  localConcurrency: AT_ONCE,
  localGroupConcurrency: AT_ONCE_OF_ONE,
};
/** Well under the ten seconds after which an operator's patience (`closeOnSignal`) ends. */
const FINISH_WITHIN_MS = 8000;
const START_ATTEMPTS = 1_000_000;
/** The queue's connections are its own. What says nothing for this long is given up, and asked again on a new one, as in our pools. */
const NOTICES_SILENCE = {
  query_timeout: WORKING_PATIENCE.silentMs,
  connectionTimeoutMillis: 4000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 5000,
  notifyHeartbeatIntervalMs: 3000,
  notifyHeartbeatTimeoutMs: 3000,
  notifyKeepAliveInitialDelayMs: 5000,
};

/** Begins to work through the queue, now or as soon as the database can be reached. */
export function startJobs({ databaseUrl, behindPooler, retries, upkeep, ...deps }: JobsDeps): RunningJobs {
  const { pool, log, jobs } = deps;
  const boss = new PgBoss({
    ...jobQueueOptions(),
    connectionString: databaseUrl,
    application_name: 'countersign worker queue',
    max: 4,
    ...NOTICES_SILENCE,
    // Behind a connection pooler a session cannot be told of anything: there jobs are looked for, every half second or two.
    useListenNotify: !behindPooler,
    // How soon the jobs of a worker that died are noticed, once their heartbeat is late.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // How soon it is noticed that more wait than are done at a time.
    queueCacheIntervalSeconds: 5,
    // How soon what is over is forgotten, once its time has come.
    maintenanceIntervalSeconds: 600,
    registerInstance: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue has trouble'));
  boss.on('warning', ({ message, data }) => log.warn({ data }, message));

  let working = false;
  const stopped = new AbortController();
  const run = createJobRunner({ boss, ...deps });
  const giveUp = createGivingUp({ boss, ...deps });
  const spread = createSpreading({ boss, pool, log });
  const keepUp = createUpkeepRunner({ boss, pool, log, upkeep });
  const begin = async () => {
    await boss.start({ attempts: START_ATTEMPTS });
    for (const step of [
      () => boss.updateQueue(JOB_QUEUE, { retryLimit: retries }),
      () => keepSchedules(boss, jobs, upkeep),
      () => boss.work<QueuedJob>(JOB_QUEUE, POLL_JOBS, ([job]) => run(job)),
      () => boss.work<QueuedJob>(GIVEN_UP_QUEUE, POLL, ([job]) => giveUp(job)),
      () => boss.work<Occurrence>(OCCURRENCE_QUEUE, POLL, ([job]) => spread(job)),
      () => boss.work<Occurrence>(UPKEEP_QUEUE, POLL, ([job]) => keepUp(job)),
    ]) {
      await persist(step, stopped.signal, log);
    }
    working = !stopped.signal.aborted;
  };
  const begun = begin().catch((error: unknown) => {
    if (!stopped.signal.aborted) log.error({ err: error }, 'jobs cannot be worked on');
  });
  return {
    isWorking: () => working,
    stop: async () => {
      stopped.abort();
      working = false;
      await boss.stop({ timeout: FINISH_WITHIN_MS });
      await begun;
    },
  };
}
