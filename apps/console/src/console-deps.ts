import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import type { ConsoleEnv } from './env.ts';

/** What the console is built with, and what each of its routes may use. */
export interface ConsoleDeps {
  readonly env: ConsoleEnv;
  /** Logged in as a member of the control role. */
  readonly pool: Pool;
  /** Logged in as a member of the tools role: records are read under row-level security, which the control role passes by nowhere. */
  readonly toolsPool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  /** Where the built pages lie; the build's own place unless told. */
  readonly webDirectory?: string;
}
