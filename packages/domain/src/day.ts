import { AppError } from '@countersign/contracts/errors';
import { localValue } from '@countersign/contracts/local-value';
import { z } from 'zod';
import { dayAfter, isCalendarDay, lastDayOfMonth } from './calendar.ts';
import { organizationClock } from './clock-store.ts';
import { DAY_WORDS, rangeMeant } from './range-words.ts';

const ANY_DAY = '2000-01-01';
const NOT_A_DAY = `must be a day that exists, YYYY-MM-DD between 1970 and 2199, or ${DAY_WORDS}`;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * A calendar day as a person names it, in the years people plan in; PostgreSQL has no year 0. Words count from the day it is where the
 * organization is; handlers see `YYYY-MM-DD`.
 */
export const Day = localValue(z.string().max(100).refine(isDay, NOT_A_DAY), async (said, ctx, tx) =>
  isCalendarDay(said) ? said : dayMeant(said, (await organizationClock(ctx, tx)).today),
);

/** Whether a text names a day, whatever day it is today. */
export function isDay(said: string): boolean {
  return isCalendarDay(said) || findDay(said, ANY_DAY) !== undefined;
}

/** The day a text means, counted from `today`; throws `invalid_input` for a text that `isDay` does not take, or a day no calendar here has. */
export function dayMeant(said: string, today: string): string {
  const day = isCalendarDay(said) ? said : findDay(said, today);
  if (day !== undefined && isCalendarDay(day)) return day;
  throw new AppError('invalid_input', `A day ${NOT_A_DAY}.`, { fields: [{ path: 'day', problem: 'unknown' }] });
}

function findDay(said: string, today: string): string | undefined {
  const words = said
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '_');
  const distance = /^(?:in_(\d{1,4})_(day|week|month|year)s?|(\d{1,4})_(day|week|month|year)s?_ago)$/.exec(words);
  if (distance) {
    const [, ahead, unit, back, unitBack] = distance;
    return ahead ? afterUnits(today, Number(ahead), unit) : afterUnits(today, -Number(back), unitBack);
  }
  const weekday = /^(last|next)_([a-z]+)$/.exec(words);
  const index = WEEKDAYS.indexOf(weekday?.[2] ?? '');
  if (weekday && index >= 0) {
    const now = new Date(`${today}T00:00Z`).getUTCDay();
    const ahead = (index - now + 7) % 7 || 7;
    return dayAfter(today, weekday[1] === 'next' ? ahead : (index - now - 7) % 7 || -7);
  }
  const edge = /^(start|first_day|end|last_day)_of_(?:the_)?(.+)$/.exec(words);
  if (edge) {
    const days = rangeMeant(
      /^(week|month|quarter|year)$/.test(edge[2] ?? '') ? `this_${edge[2]}` : (edge[2] ?? ''),
      today,
    );
    return edge[1] === 'start' || edge[1] === 'first_day' ? days?.from : days?.to;
  }
  const days = rangeMeant(words, today);
  return days && days.from === days.to ? days.from : undefined;
}

function afterUnits(today: string, count: number, unit: string | undefined): string {
  if (unit === 'day') return dayAfter(today, count);
  if (unit === 'week') return dayAfter(today, count * 7);
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const [first, last] = lastDayOfMonth(year, month + (unit === 'year' ? count * 12 : count));
  return dayAfter(first, Math.min(day, Number(last.slice(8))) - 1);
}

/** Throws `invalid_input` naming `path` when something ends before it starts. Open ends are fine. */
export function refuseBackwards(startsOn: string | null | undefined, dueOn: string | null | undefined, path: string) {
  if (!startsOn || !dueOn || startsOn <= dueOn) return;
  throw new AppError('invalid_input', `${path}: it would end before it starts. Change one of the two dates.`, {
    fields: [{ path, problem: 'before the start' }],
  });
}
