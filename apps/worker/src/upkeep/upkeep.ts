import type { Queries } from '@countersign/db/connections/named-statements';

/** A job of the whole deployment: of no organization, due by itself, done by one worker at a time. */
export interface Upkeep {
  /** `verb_noun`; its file is named after it. Not the name of a job of an organization. */
  readonly name: string;
  /** What it does, for whoever operates the worker. */
  readonly summary: string;
  /** A cron expression in UTC. */
  readonly schedule: string;
  /**
   * One turn, in a transaction of its own; true when there is more to do. A turn may come again after one that was cut off, so what it
   * does twice must be as if it were done once.
   */
  readonly turn: (queries: Queries) => Promise<boolean>;
}
