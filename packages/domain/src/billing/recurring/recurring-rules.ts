import { AppError } from '@countersign/contracts/errors';
import { dayAfter } from '../../day.ts';
import { nextDayOf } from '../../schedule/index.ts';

/** The day of the first draft: days before today are not made up for. Throws `invalid_input` for a rule that has none ahead. */
export function firstDraftOn(recurrence: string, startsOn: string, today: string): string {
  const next = nextDayOf(recurrence, startsOn, today);
  if (next !== null) return next;
  const problem = 'the rule has no day ahead. Choose a later end, or another rule.';
  throw new AppError('invalid_input', `recurrence: ${problem}`, { fields: [{ path: 'recurrence', problem }] });
}

interface Series {
  readonly recurrence: string;
  readonly startsOn: string;
  readonly paused: boolean;
}

/**
 * The day of the next draft after a change. Another rule, or going on after a pause, counts from today and after what was drafted;
 * otherwise what is due stays due.
 */
export function nextDraftOn(
  before: Series & { readonly nextOn: string | null },
  after: Series & { readonly lastDraftedOn: string | null },
  today: string,
): string | null {
  const sameRule = before.recurrence === after.recurrence && before.startsOn === after.startsOn;
  if (sameRule && !(before.paused && !after.paused)) return before.nextOn;
  const { lastDraftedOn } = after;
  const from = lastDraftedOn !== null && lastDraftedOn >= today ? dayAfter(lastDraftedOn, 1) : today;
  return sameRule
    ? nextDayOf(after.recurrence, after.startsOn, from)
    : firstDraftOn(after.recurrence, after.startsOn, from);
}
