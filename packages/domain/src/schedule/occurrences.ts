import { AppError } from '@countersign/contracts/errors';
import type { Days } from '../date-range.ts';
import { dayAfter } from '../day.ts';
import { clockAt, instantOf } from '../zoned-time.ts';
import { daysBetween, type EventTimes, timesBetween } from './event-times.ts';
import { occurrencesBetween, untilOf } from './recurrence.ts';

/** Clock times written as if they were UTC, which is what rules count in. */
function startClock(times: EventTimes): Date {
  if (times.startsAt === null) return new Date(`${times.startsOn}T00:00:00Z`);
  return new Date(`${clockAt(new Date(times.startsAt), times.timeZone)}Z`);
}

function untilClock(recurrence: string, times: EventTimes): Date | null {
  const until = untilOf(recurrence);
  if (!until) return null;
  if (until.isDay || times.startsAt === null) return until.moment;
  return new Date(`${clockAt(until.moment, times.timeZone)}Z`);
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
  return starts.map((start) => startingAt(event, start)).filter(touches);
}

function startingAt(event: EventTimes, start: Date): EventTimes {
  const clock = start.toISOString().slice(0, 19);
  if (event.startsAt === null || event.endsAt === null) {
    const startsOn = clock.slice(0, 10);
    const endsOn = dayAfter(startsOn, daysBetween(event.startsOn, event.endsOn));
    return { startsOn, endsOn, startsAt: null, endsAt: null, timeZone: event.timeZone };
  }
  const startsAt = instantOf(clock, event.timeZone).getTime();
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
  if (first?.getTime() === start.getTime()) return;
  const problem = first
    ? `the rule does not fall on the start. The first day it falls on is ${first.toISOString().slice(0, 10)}.`
    : `the rule does not happen within ${SEARCH_YEARS} years of the start.`;
  throw new AppError('invalid_input', `recurrence: ${problem}`, { fields: [{ path: 'recurrence', problem }] });
}

/** The first day on or after `from` on which a parsed rule that counts from `startsOn` falls; null when it is over or far away. */
export function nextDayOf(recurrence: string, startsOn: string, from: string): string | null {
  const start = new Date(`${startsOn}T00:00:00Z`);
  const first = new Date(`${from > startsOn ? from : startsOn}T00:00:00Z`);
  const last = new Date(first);
  last.setUTCFullYear(last.getUTCFullYear() + SEARCH_YEARS);
  const [next] = occurrencesBetween(recurrence, start, first, last, untilOf(recurrence)?.moment ?? null);
  return next?.toISOString().slice(0, 10) ?? null;
}
