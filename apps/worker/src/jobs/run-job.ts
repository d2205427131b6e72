import { beginDeed } from '@countersign/access/deeds/begin-deed';
import type { Job, Reading } from '@countersign/contracts/define-job';
import type { Pool } from '@countersign/db/connections/pool';
import { inTransactionOf, JOB_QUEUE, type QueuedJob } from '@countersign/db/jobs/job-queue';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import type { Clock } from '@countersign/runtime/clock';
import { newId } from '@countersign/runtime/ids';
import type { Logger } from '@countersign/runtime/log';
import type { Job as Claimed, PgBoss } from 'pg-boss';
import { contextOf } from './job-context.ts';
import { JobFailed } from './job-failed.ts';
import { noteRun } from './job-runs.ts';
import { settledIn } from './settle.ts';

export interface RunnerDeps {
  readonly boss: PgBoss;
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly jobs: ReadonlyMap<string, Job>;
}

/**
 * Runs one claimed job in the tenant transaction of its organization. What the job changes and the note that it is done commit
 * together, and only if the claim is still this process's: so a job that was given up for dead here and done elsewhere leaves
 * no second effect. Throws a JobFailed, and the queue tries again.
 */
export function createJobRunner({ boss, pool, log, clock, jobs }: RunnerDeps) {
  return async (claimed: Claimed<QueuedJob> | undefined): Promise<void> => {
    if (!claimed) return;
    const { job: name, organizationId, input } = claimed.data;
    const startedAt = performance.now();
    try {
      const job = jobs.get(name);
      if (!job) throw new Error(`This worker knows no job ${name}; a newer one may`);
      const prepare = async (preparation: NonNullable<Job['prepare']>, read: Reading) => {
        const ctx = await read((tx) => contextOf(tx, organizationId, clock()));
        return ctx && preparation(ctx, job.input.parse(input) as never, read);
      };
      const read: Reading = (work) => inOrg(pool, { organizationId, teamId: null }, work);
      const prepared = job.prepare && (await prepare(job.prepare, read));
      await read(async (tx) => {
        beginDeed(queries(tx), newId(), { kind: 'job', job: name });
        const ctx = await contextOf(tx, organizationId, clock());
        // An organization that is gone has nothing left to do.
        if (ctx) await job.handle(ctx, job.input.parse(input) as never, tx, prepared as never);
        await settledIn(boss, JOB_QUEUE, claimed, inTransactionOf(queries(tx)));
      });
      noteRun(name, 'done', startedAt);
      log.info(
        { job: name, organizationId, jobId: claimed.id, ms: Math.round(performance.now() - startedAt) },
        'job done',
      );
    } catch (error) {
      noteRun(jobs.has(name) ? name : 'unknown', 'failed', startedAt);
      log.warn(
        { err: error, job: name, organizationId, jobId: claimed.id, attempt: claimed.retryCount + 1 },
        'job failed',
      );
      throw new JobFailed(error);
    }
  };
}
