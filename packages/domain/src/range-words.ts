import { calendarDay, dayAfter, isCalendarDay, lastDayOfMonth, mondayOfWeek } from './calendar.ts';

/** First and last day, both inside, as `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What days may be called besides by their date, told in descriptions and errors alike. */
export const DAY_WORDS =
  'today, yesterday, tomorrow, last_friday, next_monday, in_2_weeks, 3_days_ago, end_of_month, start_of_next_quarter or 2026-W49-1';

/** What ranges may be called, told in descriptions and errors alike. */
export const RANGE_WORDS =
  'YYYY, YYYY-Qn, YYYY-MM, YYYY-Wnn, a day, two days as 2026-01-01..2026-03-15, today, yesterday, tomorrow, this_, last_ or next_ with week, month, quarter or year, last_30_days, next_2_weeks, month_to_date or year_to_date';

const COUNT_MAX = 3660;

/**
 * The days a range means, counted from `today` (`YYYY-MM-DD`), or undefined for what is none. Weeks begin on Monday (ISO 8601).
 * `last_30_days` are the thirty that end today, `next_30_days` those that begin today; `last_3_months` the three whole ones before this.
 */
export function rangeMeant(said: string, today: string): Days | undefined {
  const text = said.trim().toLowerCase().replaceAll(/\s+/g, '_');
  return interval(text, today) ?? named(text) ?? inWords(text.replaceAll('-', '_'), today);
}

function interval(text: string, today: string): Days | undefined {
  const ends = /^(.+?)(?:\.\.\.?|\/|_to_|_until_)(.+)$/.exec(text);
  if (!ends?.[1] || !ends[2] || /^(week|month|quarter|year)_to_date$/.test(text)) return undefined;
  const [first, last] = [rangeMeant(ends[1], today), rangeMeant(ends[2], today)];
  return first && last && { from: first.from, to: last.to };
}

/** A year, quarter, month, week or day by its number. */
function named(text: string): Days | undefined {
  if (isCalendarDay(text)) return { from: text, to: text };
  const week = /^((?:19[7-9]|20\d|21\d)\d)[-_]?w(0[1-9]|[1-4]\d|5[0-3])(?:[-_]?([1-7]))?$/.exec(text);
  if (week) {
    const monday = mondayOfWeek(Number(week[1]), Number(week[2]));
    if (monday === undefined) return undefined;
    if (week[3] === undefined) return { from: monday, to: dayAfter(monday, 6) };
    const day = dayAfter(monday, Number(week[3]) - 1);
    return { from: day, to: day };
  }
  const quarterFirst = /^q([1-4])[-_]?(\d{4})$/.exec(text);
  if (quarterFirst) return named(`${quarterFirst[2]}-q${quarterFirst[1]}`);
  const [, year, quarter, month] = /^((?:19[7-9]|20\d|21\d)\d)(?:[-_]?q([1-4])|[-_](0[1-9]|1[0-2]))?$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  if (quarter) return months(Number(year), Number(quarter) * 3 - 2, 3);
  return month ? months(Number(year), Number(month), 1) : months(Number(year), 1, 12);
}

const STEPS: Readonly<Record<string, number>> = {
  last: -1,
  previous: -1,
  past: -1,
  this: 0,
  current: 0,
  next: 1,
  coming: 1,
};

function inWords(text: string, today: string): Days | undefined {
  if (text === 'today') return { from: today, to: today };
  if (text === 'yesterday' || text === 'tomorrow') {
    const day = dayAfter(today, text === 'tomorrow' ? 1 : -1);
    return { from: day, to: day };
  }
  const toDate = /^(week|month|quarter|year)_to_date$|^([mqyw])td$/.exec(text);
  if (toDate) {
    const unit = toDate[1] ?? { w: 'week', m: 'month', q: 'quarter', y: 'year' }[toDate[2] ?? ''] ?? '';
    const days = units(unit, today, 0, 1);
    return days && { from: days.from, to: today };
  }
  const [, which = '', count, unit = ''] =
    /^(last|previous|past|this|current|next|coming)_(?:(\d{1,4})_)?(day|week|month|quarter|year)s?$/.exec(text) ?? [];
  const step = STEPS[which];
  if (step === undefined) return undefined;
  if (count === undefined) return unit === 'day' ? undefined : units(unit, today, step, 1);
  const size = Number(count);
  if (step === 0 || size < 1 || size > COUNT_MAX) return undefined;
  if (unit === 'day') {
    return step < 0 ? { from: dayAfter(today, 1 - size), to: today } : { from: today, to: dayAfter(today, size - 1) };
  }
  return units(unit, today, step < 0 ? -size : 1, size);
}

/** So many whole weeks, months, quarters or years, from the one `step` after today's on. */
function units(unit: string, today: string, step: number, count: number): Days | undefined {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  switch (unit) {
    case 'week': {
      const daysSinceMonday = (new Date(`${today}T00:00Z`).getUTCDay() + 6) % 7;
      const monday = calendarDay(year, month, day - daysSinceMonday + step * 7);
      return { from: monday, to: dayAfter(monday, count * 7 - 1) };
    }
    case 'month':
      return months(year, month + step, count);
    case 'quarter':
      return months(year, Math.floor((month - 1) / 3) * 3 + 1 + step * 3, count * 3);
    case 'year':
      return months(year + step, 1, count * 12);
    default:
      return undefined;
  }
}

function months(year: number, first: number, count: number): Days {
  return { from: lastDayOfMonth(year, first)[0], to: lastDayOfMonth(year, first + count - 1)[1] };
}
