import type { MembersChange } from '../api/members.ts';
import type { AskedChange } from './asked-change.ts';

/** How the parts of the page change something: at once, or after a question. */
export interface Changing {
  readonly pending: boolean;
  readonly ask: (asked: AskedChange) => void;
  /** `onDone` runs only when it was done; `done` is read out. */
  readonly make: (change: MembersChange, done: string, onDone?: () => void) => void;
}
