import { AppError } from '@countersign/contracts/errors';
import { dayAfter } from '../calendar.ts';
import { clockAt } from '../zone-clock.ts';
import { toInstant } from '../zoned-time.ts';

/** When an event is. Instants are ISO 8601 in UTC; days are those of `timeZone`, both inside. */
export interface EventTimes {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly timeZone: string;
}

/** What a caller said of it. */
export interface SaidTimes {
  readonly startsAt?: string | undefined;
  readonly endsAt?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LENGTH_DAYS_MAX = 366;

function refuse(path: string, problem: string): never {
  throw new AppError('invalid_input', `${path}: ${problem}`, { fields: [{ path, problem }] });
}

/**
 * The times of a new event, or with `before` of a changed one: moving only the start keeps the length, and naming days turns a
 * timed event into an all-day one and back. Throws `invalid_input` naming what is missing, mixed or backwards.
 */
export function resolveTimes(said: SaidTimes, timeZone: string, before?: EventTimes): EventTimes {
  const timed = said.startsAt !== undefined || said.endsAt !== undefined;
  const allDay = said.startsOn !== undefined || said.endsOn !== undefined;
  if (timed && allDay) refuse('startsOn', 'an event has either days or times, not both.');
  if (timed) return timedEvent(said, timeZone, before);
  if (allDay) return allDayEvent(said, timeZone, before);
  if (!before) refuse('startsAt', 'say when the event is: startsAt for a timed event, startsOn for an all-day one.');
  if (before.startsAt === null || before.endsAt === null) return { ...before, timeZone };
  return timesBetween(Date.parse(before.startsAt), Date.parse(before.endsAt), timeZone);
}

function timedEvent(said: SaidTimes, timeZone: string, before?: EventTimes): EventTimes {
  const startsAt = said.startsAt === undefined ? before?.startsAt : toInstant(said.startsAt, timeZone, 'startsAt');
  if (!startsAt) refuse('startsAt', 'a timed event needs a start.');
  const start = Date.parse(startsAt);
  const length = before?.startsAt && before.endsAt ? Date.parse(before.endsAt) - Date.parse(before.startsAt) : HOUR_MS;
  const end = said.endsAt === undefined ? start + length : Date.parse(toInstant(said.endsAt, timeZone, 'endsAt'));
  if (end <= start) refuse('endsAt', 'must be after the start.');
  if (end - start > LENGTH_DAYS_MAX * DAY_MS) refuse('endsAt', `must be within ${LENGTH_DAYS_MAX} days of the start.`);
  return timesBetween(start, end, timeZone);
}

/** The times of a timed event between two moments; one that ends at midnight ends on the day before. */
export function timesBetween(start: number, end: number, timeZone: string): EventTimes {
  return {
    startsOn: clockAt(new Date(start), timeZone).slice(0, 10),
    endsOn: clockAt(new Date(end - 1), timeZone).slice(0, 10),
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
    timeZone,
  };
}

function allDayEvent(said: SaidTimes, timeZone: string, before?: EventTimes): EventTimes {
  const startsOn = said.startsOn ?? before?.startsOn;
  if (startsOn === undefined) refuse('startsOn', 'an all-day event needs a first day.');
  const lengthDays = before && before.startsAt === null ? daysBetween(before.startsOn, before.endsOn) : 0;
  const endsOn = said.endsOn ?? dayAfter(startsOn, lengthDays);
  if (endsOn < startsOn) refuse('endsOn', 'must not be before the first day.');
  if (daysBetween(startsOn, endsOn) > LENGTH_DAYS_MAX) {
    refuse('endsOn', `must be within ${LENGTH_DAYS_MAX} days of the first.`);
  }
  return { startsOn, endsOn, startsAt: null, endsAt: null, timeZone };
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);
}
