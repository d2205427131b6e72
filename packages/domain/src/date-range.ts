import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';

const WORDS = ['today', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month', 'next_month'] as const;
const LONGER_WORDS = ['this_quarter', 'last_quarter', 'this_year', 'last_year'] as const;
const RANGE = new RegExp(
  `^((?:19[7-9]|20\\d|21\\d)\\d(-Q[1-4]|-(0[1-9]|1[0-2]))?|${[...WORDS, ...LONGER_WORDS].join('|')})$`,
);

/** A stretch of calendar days as a person names it. */
export const DateRange = z
  .string()
  .regex(RANGE, `must be YYYY, YYYY-Qn, YYYY-MM, or one of ${[...WORDS, ...LONGER_WORDS].join(', ')}`)
  .describe('YYYY, YYYY-Qn, YYYY-MM, or today, this_week, last_month, this_quarter, last_year and the like.');

/** First and last day, both inside, as `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days a range means. Words count from `today` (`YYYY-MM-DD`); weeks begin on Monday (ISO 8601). */
export function daysOf(range: string, today: string): Days {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const calendar = /^(\d{4})(?:-(Q)?(\d+))?$/.exec(range);
  if (calendar) {
    const [, named, quarter, number] = calendar;
    if (number === undefined) return months(Number(named), 1, 12);
    return quarter ? months(Number(named), Number(number) * 3 - 2, 3) : months(Number(named), Number(number), 1);
  }
  const [which, unit] = range.split('_');
  const step = which === 'last' ? -1 : which === 'next' ? 1 : 0;
  switch (unit) {
    case undefined:
      if (range !== 'today') break;
      return { from: today, to: today };
    case 'week': {
      const daysSinceMonday = (new Date(`${today}T00:00Z`).getUTCDay() + 6) % 7;
      const monday = day - daysSinceMonday + step * 7;
      return { from: dayOf(year, month, monday), to: dayOf(year, month, monday + 6) };
    }
    case 'month':
      return months(year, month + step, 1);
    case 'quarter':
      return months(year, Math.floor((month - 1) / 3) * 3 + 1 + step * 3, 3);
    case 'year':
      return months(year + step, 1, 12);
  }
  throw new AppError('invalid_input', `${range} is not a range.`, { fields: [{ path: 'range', problem: 'unknown' }] });
}

function months(year: number, first: number, count: number): Days {
  return { from: dayOf(year, first, 1), to: dayOf(year, first + count, 0) };
}

/** Months and days outside their bounds roll over, as `Date.UTC` has it; months count from 1. */
function dayOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
