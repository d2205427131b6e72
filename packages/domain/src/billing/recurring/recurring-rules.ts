import { AppError } from '@countersign/contracts/errors';
import { dayAfter } from '../../calendar.ts';
import { nextDayOf, nextDaysOf } from '../../schedule/index.ts';
import type { RecurringInvoice, RecurringInvoiceDetail } from './recurring-schemas.ts';

/** The day of the first draft: days before today are not made up for. Throws `invalid_input` for a rule that has none ahead. */
export function firstDraftOn(recurrence: string, startsOn: string, today: string): string {
  const next = nextDayOf(recurrence, startsOn, today);
  if (next !== null) return next;
  const problem = 'the rule has no day ahead. Choose a later end, or another rule.';
  throw new AppError('invalid_input', `recurrence: ${problem}`, { fields: [{ path: 'recurrence', problem }] });
}

const UPCOMING = 3;

/** A series with the next days it would draft on: what a rule means is seen by its days. Of a paused one, as if it went on today. */
export function withUpcoming(series: RecurringInvoice, today: string): RecurringInvoiceDetail {
  const { recurrence, startsOn, nextOn, paused } = series;
  if (nextOn === null) return { ...series, upcomingOn: [] };
  const from = paused && nextOn < today ? today : nextOn;
  return { ...series, upcomingOn: nextDaysOf(recurrence, startsOn, from, UPCOMING) };
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
