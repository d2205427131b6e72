import type { z } from 'zod';
import type { RequestContext, Tx } from './request-context.ts';

/** What a job knows: the organization it works in and when it began. It has no caller, so no team, role or scope narrows it. */
export type JobContext = Pick<RequestContext, 'now' | 'organization'>;

export interface JobDeclaration<I extends z.ZodRawShape> {
  /** `verb_noun`; the file is named after it. Jobs that wait are kept under it, so it is not changed lightly. */
  readonly name: string;
  /** What it does, for whoever operates the worker. */
  readonly summary: string;
  /** When it runs for every organization by itself, as a cron expression in UTC; its input is then empty. */
  readonly schedule?: string;
  readonly input: z.ZodObject<I, z.core.$strict>;
}

/** In one organization and one transaction. */
type Work<Input> = (ctx: JobContext, input: Input, tx: Tx) => Promise<void>;

/** Runs what reads in a transaction of its own. */
export type Reading = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** What takes long, before the job's own transaction, so that none is open meanwhile. It changes nothing, and may happen more than once. */
type Preparation<Input, Prepared> = (ctx: JobContext, input: Input, read: Reading) => Promise<Prepared>;

/** Work that happens after its cause: in one organization, in one transaction, at most once per enqueued job. */
export interface Job<Input = never> {
  readonly name: string;
  readonly summary: string;
  readonly schedule: string | undefined;
  readonly input: z.ZodObject;
  /**
   * `input` must have been parsed by `input`. What it changes and the note that the job is done commit together; when it throws,
   * nothing is kept and the job is tried again later. What leaves the database (a request, a mail sent directly) may so happen twice.
   */
  readonly handle: (ctx: JobContext, input: Input, tx: Tx, prepared?: never) => Promise<void>;
  readonly prepare: Preparation<Input, unknown> | undefined;
  /** What its records say once its last attempt failed, as `handle` in everything. The audit log is told in any case. */
  readonly whenGivenUp: Work<Input> | undefined;
}

/**
 * Declares a job once. Records that wait for it must not wait for ever, so whoever has such says beside the handler what becomes of them
 * (`whenGivenUp`). Does not check that the name is unique: `jobsOf` does, at start.
 */
export function defineJob<I extends z.ZodRawShape>({ name, summary, schedule, input }: JobDeclaration<I>) {
  type Input = z.output<z.ZodObject<I, z.core.$strict>>;
  const declared = (whenGivenUp: Work<Input> | undefined) => ({
    handle: (handle: Work<Input>): Job<Input> => ({
      name,
      summary,
      schedule,
      input,
      handle,
      prepare: undefined,
      whenGivenUp,
    }),
    /** `handle` is then given what this answered; what it depends on may have changed since, so `handle` asks again. */
    prepare: <Prepared>(prepare: Preparation<Input, Prepared>) => ({
      handle: (handle: (ctx: JobContext, input: Input, tx: Tx, prepared: Prepared) => Promise<void>): Job<Input> => ({
        name,
        summary,
        schedule,
        input,
        handle: handle as Job<Input>['handle'],
        prepare,
        whenGivenUp,
      }),
    }),
  });
  return { ...declared(undefined), whenGivenUp: (whenGivenUp: Work<Input>) => declared(whenGivenUp) };
}
