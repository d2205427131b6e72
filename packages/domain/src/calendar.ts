/** Days and months as `YYYY-MM-DD`, by the Gregorian calendar, without clocks or zones. */

const FORM = /^\d{4}-\d\d-\d\d$/;

/** Whether a text is a day that exists, in the years people plan in. */
export function isCalendarDay(text: string): boolean {
  return FORM.test(text) && text >= '1970' && text < '2200' && calendarDay(...partsOf(text)) === text;
}

function partsOf(day: string): [year: number, month: number, day: number] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
}

/** Months and days outside their bounds roll over, as `Date.UTC` has it; months count from 1. */
export function calendarDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The day of a moment in UTC. What `today`, `overdue` and ranges in words count from is `organizationToday`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day so many days after `day`. */
export function dayAfter(day: string, count: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00Z`) + count * 86_400_000));
}

/** The first and the last day of a month; months outside their bounds roll over. */
export function lastDayOfMonth(year: number, month: number): readonly [first: string, last: string] {
  return [calendarDay(year, month, 1), calendarDay(year, month + 1, 0)];
}

/** The Monday of an ISO 8601 week; undefined for a week 53 that the year does not have. */
export function mondayOfWeek(year: number, week: number): string | undefined {
  // The week of 4 January is the first.
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = calendarDay(year, 1, 4 - ((fourth.getUTCDay() + 6) % 7) + (week - 1) * 7);
  // A week is the year's its Thursday is in.
  return dayAfter(monday, 3).startsWith(String(year)) ? monday : undefined;
}
