import { AppError } from '@countersign/contracts/errors';
import { dayAfter } from '../calendar.ts';
import type { Days } from '../date-range.ts';
import { clockAt, instantOf } from '../zone-clock.ts';
import { daysBetween, type EventTimes, timesBetween } from './event-times.ts';
import { monthsMeant } from './months-meant.ts';
import { occurrencesBetween, untilOf } from './recurrence.ts';

/** Clock times written as if they were UTC, which is what rules count in. */
function startClock(times: EventTimes): Date {
  if (times.startsAt === null) return new Date(`${times.startsOn}T00:00:00Z`);
  return new Date(`${clockAt(new Date(times.startsAt), times.timeZone)}Z`);
}

/**
 * The end of a rule on the wall clock. A moment is looked for an hour too far: where clocks go back, what comes after it may show an earlier
 * time. `isOver` tells then.
 */
function untilClock(recurrence: string, times: EventTimes): Date | null {
  const until = untilOf(recurrence);
  if (!until) return null;
  if (until.isDay || times.startsAt === null) return until.moment;
  return new Date(Date.parse(`${clockAt(until.moment, times.timeZone)}Z`) + CLOCKS_GO_BACK_MS);
}

/** More than clocks are ever set back at once. */
const CLOCKS_GO_BACK_MS = 3 * 3_600_000;

/** Whether an occurrence starts after the moment its rule ends (RFC 5545 §3.3.10: UNTIL is a moment in UTC, and inside). */
function isOver({ startsAt }: EventTimes, recurrence: string): boolean {
  const until = untilOf(recurrence);
  return until !== null && !until.isDay && startsAt !== null && Date.parse(startsAt) > until.moment.getTime();
}

/** The times of the occurrences of an event that touch the days, in order. One that happens once is its own only occurrence. */
export function occurrencesOn(event: EventTimes & { readonly recurrence: string | null }, days: Days): EventTimes[] {
  const touches = (times: EventTimes) => times.startsOn <= days.to && times.endsOn >= days.from;
  if (event.recurrence === null) return touches(event) ? [event] : [];
  const lengthDays = daysBetween(event.startsOn, event.endsOn);
  const starts = occurrencesBetween(
    event.recurrence,
    startClock(event),
    // A day wider at both ends: on other clocks the same moment may be another day.
    new Date(`${dayAfter(days.from, -lengthDays - 1)}T00:00:00Z`),
    new Date(`${dayAfter(days.to, 1)}T23:59:59Z`),
    untilClock(event.recurrence, event),
  );
  const { recurrence } = event;
  return starts
    .map((start) => startingAt(event, start))
    .filter((times) => touches(times) && !isOver(times, recurrence));
}

function startingAt(event: EventTimes, start: Date): EventTimes {
  const clock = start.toISOString().slice(0, 19);
  if (event.startsAt === null || event.endsAt === null) {
    const startsOn = clock.slice(0, 10);
    const endsOn = dayAfter(startsOn, daysBetween(event.startsOn, event.endsOn));
    return { startsOn, endsOn, startsAt: null, endsAt: null, timeZone: event.timeZone };
  }
  // Of a time that clocks show twice, an event that was put into the second hour begins there.
  const isFirst = start.getTime() === startClock(event).getTime();
  const startsAt = isFirst ? Date.parse(event.startsAt) : instantOf(clock, event.timeZone).getTime();
  return timesBetween(startsAt, startsAt + Date.parse(event.endsAt) - Date.parse(event.startsAt), event.timeZone);
}

/** Far enough to find the next day of any accepted rule, such as a 29 February that a century skips. */
const SEARCH_YEARS = 8;

/**
 * Throws `invalid_input` when the event does not begin with the first occurrence of its rule: RFC 5545 leaves open what that
 * would mean, so calendars disagree about it. Names the first day that would fit.
 */
export function requireFirstOccurrence(event: EventTimes & { readonly recurrence: string }): void {
  const start = startClock(event);
  const last = new Date(start);
  last.setUTCFullYear(last.getUTCFullYear() + SEARCH_YEARS);
  const [first] = occurrencesBetween(event.recurrence, start, start, last, untilClock(event.recurrence, event));
  if (first?.getTime() === start.getTime() && !isOver(event, event.recurrence)) return;
  const problem = first
    ? `the rule does not fall on the start. The first day it falls on is ${first.toISOString().slice(0, 10)}.`
    : `the rule does not happen within ${SEARCH_YEARS} years of the start.`;
  throw new AppError('invalid_input', `recurrence: ${problem}`, { fields: [{ path: 'recurrence', problem }] });
}

/** The first days on or after `from` on which a parsed rule falls, `count` at most. */
export function nextDaysOf(recurrence: string, startsOn: string, from: string, count: number): string[] {
  const days: string[] = [];
  for (let next = nextDayOf(recurrence, startsOn, from); next !== null && days.length < count; ) {
    days.push(next);
    next = nextDayOf(recurrence, startsOn, dayAfter(next, 1));
  }
  return days;
}

/**
 * The first day on or after `from` on which a parsed rule that counts from `startsOn` falls, months as people mean them; null when it is over
 * or far away. Events keep to the letter of RFC 5545, as other calendars show them.
 */
export function nextDayOf(recurrence: string, startsOn: string, from: string): string | null {
  const start = new Date(`${startsOn}T00:00:00Z`);
  const rule = monthsMeant(recurrence, start);
  const first = new Date(`${from > startsOn ? from : startsOn}T00:00:00Z`);
  const last = new Date(first);
  last.setUTCFullYear(last.getUTCFullYear() + SEARCH_YEARS);
  const [next] = occurrencesBetween(rule, start, first, last, untilOf(recurrence)?.moment ?? null);
  return next?.toISOString().slice(0, 10) ?? null;
}
