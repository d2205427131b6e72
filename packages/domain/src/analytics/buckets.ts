import { dayAfter } from '../calendar.ts';
import type { Days } from '../date-range.ts';

export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/** The first days of the buckets that the days fall into, in order; weeks begin on Monday. The first may begin before the days do. */
export function bucketStarts({ from, to }: Days, step: Step): string[] {
  const starts: string[] = [];
  for (let start = bucketOf(from, step); start <= to; start = bucketOf(afterBucket(start, step), step))
    starts.push(start);
  return starts;
}

function bucketOf(day: string, step: Step): string {
  if (step === 'day') return day;
  if (step === 'month') return `${day.slice(0, 7)}-01`;
  const daysSinceMonday = (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
  return dayAfter(day, -daysSinceMonday);
}

/** Some day of the next bucket. */
function afterBucket(start: string, step: Step): string {
  return dayAfter(start, { day: 1, week: 7, month: 31 }[step]);
}
