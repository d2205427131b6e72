import { describe, expect, it } from 'vitest';
import { isStale } from './stale-schedule.ts';

describe('every five minutes', () => {
  const stale = (lastRanAt: string | null, now: string, since = '2026-03-01T00:00:00Z') =>
    isStale({ schedule: '*/5 * * * *', since, lastRanAt }, new Date(now));

  it('is not stale while the last two times did not both pass without it', () => {
    expect(stale('2026-03-09T12:00:01Z', '2026-03-09T12:04:59Z')).toBe(false);
    expect(stale('2026-03-09T12:00:01Z', '2026-03-09T12:09:59Z')).toBe(false);
  });

  it('is stale from the second time on that it did not run at', () => {
    expect(stale('2026-03-09T12:00:01Z', '2026-03-09T12:10:01Z')).toBe(true);
  });

  it('is stale when it never ran, two periods after it was first kept', () => {
    expect(stale(null, '2026-03-09T12:09:00Z', '2026-03-09T12:01:00Z')).toBe(false);
    expect(stale(null, '2026-03-09T12:10:01Z', '2026-03-09T12:01:00Z')).toBe(true);
  });
});

it('a schedule of a few hours of one day of the week is not stale on the others, and is after that day went by without it', () => {
  const weekly = { schedule: '15 3-9 * * 1', since: '2026-01-01T00:00:00Z', lastRanAt: '2026-03-09T09:15:02Z' };
  expect(isStale(weekly, new Date('2026-03-15T12:00:00Z'))).toBe(false);
  expect(isStale(weekly, new Date('2026-03-16T12:00:00Z'))).toBe(true);
});
