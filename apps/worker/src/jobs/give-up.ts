import { recordEvents } from '@countersign/access/audit/audit';
import { beginDeed } from '@countersign/access/deeds/begin-deed';
import { GIVEN_UP_QUEUE, inTransactionOf, type QueuedJob } from '@countersign/db/jobs/job-queue';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import type { Job as Claimed } from 'pg-boss';
import { contextOf } from './job-context.ts';
import { JobFailed } from './job-failed.ts';
import type { RunnerDeps } from './run-job.ts';
import { settledIn } from './settle.ts';

/**
 * Tells of one job whose last attempt failed, by throwing or by taking its process with it: in the audit log of its organization, and in the
 * records that wait for it, once. The queue itself brings it here.
 */
export function createGivingUp({ boss, pool, log, clock, jobs }: RunnerDeps) {
  return async (claimed: Claimed<QueuedJob> | undefined): Promise<void> => {
    if (!claimed) return;
    const { job: name, organizationId, input } = claimed.data;
    try {
      const job = jobs.get(name);
      if (!job) throw new Error(`This worker knows no job ${name}; a newer one may`);
      await inOrg(pool, { organizationId, teamId: null }, async (tx) => {
        beginDeed(queries(tx), newId(), { kind: 'job', job: name });
        const ctx = await contextOf(tx, organizationId, clock());
        if (ctx) {
          await job.whenGivenUp?.(ctx, job.input.parse(input) as never, tx);
          await recordEvents(queries(tx), [
            { action: 'job.given_up', outcome: 'failed', organizationId, details: { job: name } },
          ]);
        }
        await settledIn(boss, GIVEN_UP_QUEUE, claimed, inTransactionOf(queries(tx)));
      });
      log.error({ job: name, organizationId, jobId: claimed.id }, 'job given up');
    } catch (error) {
      log.warn({ err: error, job: name, organizationId, jobId: claimed.id }, 'a job given up could not be told of');
      throw new JobFailed(error);
    }
  };
}
