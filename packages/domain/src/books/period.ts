import { AppError } from '@countersign/contracts/errors';
import { dayAfter, dayOf } from '../calendar.ts';
import { type Days, daysOf } from '../date-range.ts';

/** How often the company reports VAT. */
export type Cadence = 'monthly' | 'quarterly' | 'yearly';

const MONTHS: Readonly<Record<Cadence, number>> = { monthly: 1, quarterly: 3, yearly: 12 };
const SPELLED: Readonly<Record<Cadence, string>> = { monthly: 'YYYY-MM', quarterly: 'YYYY-Qn', yearly: 'YYYY' };

/** One VAT period: its key is the range that names it, such as `2026-03`, `2026-Q1` or `2026`. */
export interface Period extends Days {
  readonly period: string;
}

/** The period a day is in. */
export function periodOf(cadence: Cadence, day: string): Period {
  const [year = '', month = ''] = day.split('-');
  const quarter = Math.ceil(Number(month) / 3);
  const period = { monthly: `${year}-${month}`, quarterly: `${year}-Q${quarter}`, yearly: year }[cadence];
  return { period, ...daysOf(period, day) };
}

/** The periods that the days touch, whole, oldest first. */
export function periodsTouching(cadence: Cadence, { from, to }: Days): Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= to; day = dayAfter(periods.at(-1)?.to ?? to, 1)) periods.push(periodOf(cadence, day));
  return periods;
}

/** The period a range names. Throws `invalid_input` when it is another stretch than one VAT period of this cadence. */
export function requirePeriod(cadence: Cadence, range: string, today: string): Period {
  const days = daysOf(range, today);
  const period = periodOf(cadence, days.from);
  if (period.from === days.from && period.to === days.to) return period;
  throw new AppError(
    'invalid_input',
    `period: this organization reports VAT ${cadence}. Name one such period as ${SPELLED[cadence]}.`,
    { fields: [{ path: 'period', problem: `not one ${cadence} VAT period` }] },
  );
}

/**
 * The last day to report and pay a period in Finland: the 12th of the second month after it, or the end of February after a year; on a
 * weekend, the Monday after. Public holidays are not known here. https://www.vero.fi/en/businesses-and-corporations/taxes-and-charges/vat/
 */
export function dueDayOf(cadence: Cadence, { to }: Days): string {
  const [year = 0, month = 0] = to.split('-').map(Number);
  const due = new Date(MONTHS[cadence] === 12 ? Date.UTC(year + 1, 2, 0) : Date.UTC(year, month + 1, 12));
  const weekday = due.getUTCDay();
  return dayAfter(dayOf(due), weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}
