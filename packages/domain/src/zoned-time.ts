import { AppError } from '@countersign/contracts/errors';
import { localValue } from '@countersign/contracts/local-value';
import { z } from 'zod';
import { organizationClock } from './clock-store.ts';
import { dayMeant, isDay } from './day.ts';
import { instantOf, instantsOf, zonedText } from './zone-clock.ts';

const TIME =
  /^(.+?)(?:[T ]|_)([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)? ?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/i;
const NOT_A_TIME =
  'must be a time: ISO 8601 such as 2027-01-31T09:30+02:00, without an offset for the clock there (2027-01-31T09:30), a day in words and a time (yesterday 17:30), a time of today (17:30), or now';

interface SaidTime {
  readonly day: string;
  readonly clock: string;
  readonly offset: string;
}

/** Undefined for what is no time. */
function partsOf(said: string): SaidTime | undefined {
  const text = said.trim();
  const [, day = '', hour, minute, second = '00', fraction, offset = ''] =
    TIME.exec(/^\d\d:/.test(text) ? `today ${text}` : text) ?? [];
  if (hour === undefined || !isDay(day)) return undefined;
  // Milliseconds are as fine as anything here is kept.
  const clock = `${hour}:${minute}:${second}${fraction ? `.${fraction.slice(0, 3)}` : ''}`;
  return { day, clock, offset: offsetOf(offset) };
}

/** RFC 3339 writes hours and minutes; people and ISO 8601 leave the colon or the minutes out. */
function offsetOf(offset: string): string {
  if (offset === '' || offset.toUpperCase() === 'Z') return offset.toUpperCase();
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/**
 * A time as callers write it: with an offset it is an instant; without one it is what the clock shows in the record's zone. Days may be in
 * words, seconds may be left out. Handlers see `YYYY-MM-DDTHH:mm:ss`, with an offset or without.
 */
export const ZonedTime = localValue(
  z
    .string()
    .max(100)
    .refine((said) => /^\s*now\s*$/i.test(said) || partsOf(said) !== undefined, NOT_A_TIME),
  async (said, ctx, tx) => {
    const parts = partsOf(said);
    if (!parts) return ctx.now.toISOString();
    const { today } = await organizationClock(ctx, tx);
    return `${dayMeant(parts.day, today)}T${parts.clock}${parts.offset}`;
  },
);

/**
 * The instant a `ZonedTime` means, as ISO 8601 in UTC. Throws `invalid_input` naming `path` for a time that the zone's clocks show twice,
 * because they go back, or never, because they jump over it: the caller says which is meant.
 */
export function toInstant(time: string, timeZone: string, path: string): string {
  if (/(Z|[+-]\d\d:\d\d)$/.test(time)) return new Date(time).toISOString();
  const [only, ...others] = instantsOf(time, timeZone);
  if (only && others.length === 0) return only.toISOString();
  const shown = (instant: Date) => zonedText(instant.toISOString(), timeZone);
  const problem = only
    ? `clocks in ${timeZone} go back and show this time twice. Say which one: ${[only, ...others].map(shown).join(' or ')}.`
    : `clocks in ${timeZone} jump over this time. Perhaps ${shown(instantOf(time, timeZone))} is meant.`;
  throw new AppError('invalid_input', `${path}: ${problem}`, {
    fields: [{ path, problem: only ? 'twice on that day' : 'not on that day' }],
  });
}
