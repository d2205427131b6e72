import type { ConstructorOptions } from 'pg-boss';
import type { Queries } from '../connections/named-statements.ts';

export const JOB_QUEUE_SCHEMA = 'job_queue';

/** One queue for the jobs of every module and organization: what differs between them is in the job, not in the queue. */
export const JOB_QUEUE = 'organization-job';
/** Where a schedule's occurrence waits to be spread over the organizations. */
export const OCCURRENCE_QUEUE = 'occurrence';
/** Where an occurrence of what is done for the whole deployment waits. */
export const UPKEEP_QUEUE = 'upkeep';
/** Where a job goes after its last attempt failed, so that it is told of. */
export const GIVEN_UP_QUEUE = 'given-up-job';

/** What a waiting job holds. The tools role may add only those of the organization it is in, and see no other. */
export interface QueuedJob {
  readonly job: string;
  readonly organizationId: string;
  readonly input: Record<string, unknown>;
}

/** One time at which something scheduled is due. */
export interface Occurrence {
  readonly job: string;
}

/** What every instance agrees on; the schema is made by `installJobQueue`, never by a serving process. */
export function jobQueueOptions(): ConstructorOptions {
  return { schema: JOB_QUEUE_SCHEMA, migrate: false, createSchema: false, useListenNotify: true };
}

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
