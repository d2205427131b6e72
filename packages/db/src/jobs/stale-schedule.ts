import { CronExpressionParser } from 'cron-parser';

export interface KnownSchedule {
  /** A cron expression in UTC. */
  readonly schedule: string;
  /** Since when it has been kept. */
  readonly since: string;
  readonly lastRanAt: string | null;
}

/** Whether what is scheduled has let its last two times pass. One may be under way, or fall into a restart. */
export function isStale({ schedule, since, lastRanAt }: KnownSchedule, now: Date): boolean {
  const times = CronExpressionParser.parse(schedule, { tz: 'UTC', currentDate: now });
  times.prev();
  const secondLast = times.prev().getTime();
  return Math.max(Date.parse(since), Date.parse(lastRanAt ?? since)) < secondLast;
}
