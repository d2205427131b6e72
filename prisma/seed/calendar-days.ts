const DAY_MS = 86_400_000;

/** The day so many days after `day`, both `YYYY-MM-DD`. */
export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The weekday of a day, 1 for Monday to 7 (ISO 8601). */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00Z`).getUTCDay() || 7;
}

/** The Monday of the week so many weeks from the one `today` is in. */
export function mondayIn(today: string, weeks: number): string {
  return dayAfter(today, 1 - weekdayOf(today) + weeks * 7);
}

/** The same day, or the Monday after it when it is a weekend. */
export function workdayFrom(day: string): string {
  const weekday = weekdayOf(day);
  return weekday > 5 ? dayAfter(day, 8 - weekday) : day;
}
