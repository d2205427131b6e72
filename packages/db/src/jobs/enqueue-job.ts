import type { Job } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Queries } from '../connections/named-statements.ts';
import { queries } from '../tenancy/in-org.ts';
import { inTransactionOf, JOB_QUEUE, jobQueueOptions, type QueuedJob } from './job-queue.ts';

export interface EnqueueOptions {
  /** While a job with this key waits in the organization, another one is not added. One that already runs does not count. */
  readonly key?: string;
  /** Not before this many seconds have passed. */
  readonly delaySeconds?: number;
}

/**
 * Leaves a job for the worker, in the caller's transaction and organization: it is done exactly when what caused it is true.
 * Does not check that a worker knows the job.
 */
export async function enqueueJob<Input extends object>(
  tx: Tx,
  job: Job<Input>,
  input: NoInfer<Input>,
  { key, delaySeconds }: EnqueueOptions = {},
): Promise<void> {
  const db = queries(tx);
  const { rows } = await sql<{ organizationId: string }>`select current_organization() as organization_id`.execute(db);
  const organizationId = rows[0]?.organizationId;
  if (!organizationId) throw new Error(`${job.name} was enqueued outside an organization`);
  const queued: QueuedJob = { job: job.name, organizationId, input: job.input.parse(input) };
  await senderOn(db).send(JOB_QUEUE, queued, {
    singletonKey: jobKey(job.name, organizationId, key ?? newId()),
    group: { id: organizationId },
    ...(delaySeconds === undefined ? {} : { startAfter: delaySeconds }),
  });
}

export function jobKey(job: string, organizationId: string, key: string): string {
  return `${job}/${organizationId}/${key}`;
}

const senders = new WeakMap<Queries, PgBoss>();

/** The queue's sending side on one client, made once for the client's life. It is never started, so it holds no connection of its own. */
function senderOn(db: Queries): PgBoss {
  let sender = senders.get(db);
  if (!sender) {
    sender = new PgBoss({ ...jobQueueOptions(), db: inTransactionOf(db) });
    senders.set(db, sender);
  }
  return sender;
}
