import type { TaskStatus } from './schemas.ts';

/** A task is completed exactly while it is done; staying done keeps the moment. */
export function completedAt(status: TaskStatus, before: string | null, now: Date): string | null {
  return status === 'done' ? (before ?? now.toISOString()) : null;
}
