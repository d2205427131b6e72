import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { inTransactionOf, type Occurrence, UPKEEP_QUEUE } from '@countersign/db/jobs/job-queue';
import type { Logger } from '@countersign/runtime/log';
import type { Job as Claimed, PgBoss } from 'pg-boss';
import { JobFailed } from '../jobs/job-failed.ts';
import { noteRun } from '../jobs/job-runs.ts';
import { settledIn } from '../jobs/settle.ts';
import type { Upkeep } from './upkeep.ts';

export interface UpkeepDeps {
  readonly boss: PgBoss;
  readonly pool: Pool;
  readonly log: Logger;
  readonly upkeep: ReadonlyMap<string, Upkeep>;
}

/**
 * Does one claimed upkeep, turn after turn until nothing is left. Every turn commits by itself, so one that is killed or whose claim is lost
 * keeps what it did. Throws a JobFailed, and the queue tries again.
 */
export function createUpkeepRunner({ boss, pool, log, upkeep }: UpkeepDeps) {
  return async (claimed: Claimed<Occurrence> | undefined): Promise<void> => {
    if (!claimed) return;
    const { job: name } = claimed.data;
    const startedAt = performance.now();
    try {
      const found = upkeep.get(name);
      if (!found) throw new Error(`This worker knows no upkeep ${name}; a newer one may`);
      while (await transaction(pool, found.turn)) claimed.signal.throwIfAborted();
      await transaction(pool, (queries) => settledIn(boss, UPKEEP_QUEUE, claimed, inTransactionOf(queries)));
      noteRun(name, 'done', startedAt);
      log.info({ job: name, jobId: claimed.id, ms: Math.round(performance.now() - startedAt) }, 'upkeep done');
    } catch (error) {
      noteRun(upkeep.has(name) ? name : 'unknown', 'failed', startedAt);
      log.warn({ err: error, job: name, jobId: claimed.id }, 'upkeep failed');
      throw new JobFailed(error);
    }
  };
}
