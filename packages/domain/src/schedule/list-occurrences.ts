import { AppError } from '@countersign/contracts/errors';
import { decodeCursor, toPage } from '@countersign/contracts/pagination';
import type { Tx } from '@countersign/contracts/request-context';
import { dayAfter } from '../calendar.ts';
import type { Days } from '../date-range.ts';
import { type EventFilter, eventsAround } from './event-store.ts';
import { viewEvent } from './event-view.ts';
import { occurrencesOn } from './occurrences.ts';

const RANGE_DAYS_MAX = 366;
/** Series on every day of a year fit 20 times; beyond it a person asks for a shorter range. */
const OCCURRENCES_MAX = 7500;
/** Each is followed through its rule, which costs time that every other caller waits for. */
const SERIES_MAX = 500;

function refuse(problem: string): never {
  throw new AppError('invalid_input', `range: ${problem}`, { fields: [{ path: 'range', problem }] });
}

/** Everything that happens in the days, a series once for each occurrence, by start; all-day ones first in their day. */
export async function listOccurrences(
  tx: Tx,
  { days, limit, cursor, ...filter }: EventFilter & { days: Days; limit: number; cursor?: string | undefined },
) {
  if (days.to < days.from) refuse('ends before it starts.');
  if (days.to >= dayAfter(days.from, RANGE_DAYS_MAX)) refuse(`is at most ${RANGE_DAYS_MAX} days.`);
  const events = await eventsAround(tx, filter, days);
  if (events.filter(({ recurrence }) => recurrence !== null).length > SERIES_MAX) {
    refuse('meets too many repeating events. Take a team, a project or a text.');
  }
  const found = [];
  for (const event of events) {
    for (const times of occurrencesOn(event, days)) {
      found.push({ event, times, key: [times.startsOn, times.startsAt ?? '-infinity', event.id] as const });
    }
    if (found.length > OCCURRENCES_MAX) refuse('holds too many occurrences. Take a shorter one, a team or a project.');
  }
  const after = decodeCursor(cursor, 3)?.map(String);
  const inOrder = found
    .filter(({ key }) => !after || compare(key, after) > 0)
    .sort((one, other) => compare(one.key, other.key));
  const { items, nextCursor } = toPage(inOrder, limit, ({ key }) => key);
  return { items: items.map(({ event, times }) => viewEvent(event, times)), nextCursor };
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? '';
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
}
