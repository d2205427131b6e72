import { describe, expect, it } from 'vitest';
import { DateRange, daysOf } from './date-range.ts';

describe('a date range', () => {
  it.each([
    ['2026', '2026-01-01', '2026-12-31'],
    ['2026-Q1', '2026-01-01', '2026-03-31'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['today', '2026-11-20', '2026-11-20'],
    ['this_week', '2026-11-16', '2026-11-22'],
    ['last_week', '2026-11-09', '2026-11-15'],
    ['next_week', '2026-11-23', '2026-11-29'],
    ['this_month', '2026-11-01', '2026-11-30'],
    ['last_month', '2026-10-01', '2026-10-31'],
    ['next_month', '2026-12-01', '2026-12-31'],
    ['this_quarter', '2026-10-01', '2026-12-31'],
    ['last_quarter', '2026-07-01', '2026-09-30'],
    ['this_year', '2026-01-01', '2026-12-31'],
    ['last_year', '2025-01-01', '2025-12-31'],
  ])('reads %s as %s to %s', (range, from, to) => {
    expect(DateRange.parse(range)).toBe(range);
    expect(daysOf(range, '2026-11-20')).toEqual({ from, to });
  });

  it('rolls over the year’s end', () => {
    expect(daysOf('next_month', '2026-12-31')).toEqual({ from: '2027-01-01', to: '2027-01-31' });
    expect(daysOf('last_quarter', '2026-02-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(daysOf('this_week', '2027-01-01')).toEqual({ from: '2026-12-28', to: '2027-01-03' });
  });

  it('begins the week on Monday, also on a Sunday', () => {
    expect(daysOf('this_week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  });

  it.each(['2026-13', '2026-Q5', 'yesterday', 'this_day', '', '26'])('refuses %j', (range) => {
    expect(DateRange.safeParse(range).success).toBe(false);
  });
});
