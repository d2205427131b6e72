import { dayAfter } from '../calendar.ts';
import type { Days } from '../date-range.ts';

/** How many of the days are Monday to Friday, both ends inside; none when the days end before they begin. */
export function workdaysBetween({ from, to }: Days): number {
  let count = 0;
  for (let day = from; day <= to; day = dayAfter(day, 1)) {
    const weekday = new Date(`${day}T00:00Z`).getUTCDay();
    if (weekday > 0 && weekday < 6) count++;
  }
  return count;
}

/** Somebody's work beside the time there was for it. */
export function utilizationOf<Work extends { readonly billableMinutes: number }>(work: Work, availableMinutes: number) {
  const utilizationPercent =
    availableMinutes === 0 ? null : Math.floor((work.billableMinutes * 100) / availableMinutes);
  return { ...work, availableMinutes, utilizationPercent };
}
