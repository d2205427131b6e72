import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`, in the years people plan in; PostgreSQL has no year 0. */
export const Day = z.iso.date().refine((day) => day >= '1970' && day < '2200', 'must be between 1970 and 2199');

/** The day of a moment in UTC. What `today`, `overdue` and ranges in words count from is `organizationToday`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day so many days after `day`, both `YYYY-MM-DD`. */
export function dayAfter(day: string, count: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00Z`) + count * 86_400_000));
}

/** Throws `invalid_input` naming `path` when something ends before it starts. Open ends are fine. */
export function refuseBackwards(startsOn: string | null | undefined, dueOn: string | null | undefined, path: string) {
  if (!startsOn || !dueOn || startsOn <= dueOn) return;
  throw new AppError('invalid_input', `${path}: it would end before it starts. Change one of the two dates.`, {
    fields: [{ path, problem: 'before the start' }],
  });
}
