import { describe, expect, it } from 'vitest';
import { Day, dayMeant } from './day.ts';

describe('a day', () => {
  // A Friday.
  const today = '2026-11-20';

  it.each([
    ['2026-02-28', '2026-02-28'],
    ['today', '2026-11-20'],
    ['Yesterday', '2026-11-19'],
    ['tomorrow', '2026-11-21'],
    ['last_friday', '2026-11-13'],
    ['next friday', '2026-11-27'],
    ['next_monday', '2026-11-23'],
    ['last_monday', '2026-11-16'],
    ['in_2_weeks', '2026-12-04'],
    ['3_days_ago', '2026-11-17'],
    ['in 3 months', '2027-02-20'],
    ['1_year_ago', '2025-11-20'],
    ['end_of_month', '2026-11-30'],
    ['start_of_next_quarter', '2027-01-01'],
    ['last_day_of_2026-02', '2026-02-28'],
    ['2026-W49-1', '2026-11-30'],
  ])('reads %s as %s', (said, day) => {
    expect(Day.safeParse(said).success).toBe(true);
    expect(dayMeant(said, today)).toBe(day);
  });

  it('so many months later is the last of a month that is shorter', () => {
    expect(dayMeant('in_1_month', '2026-01-31')).toBe('2026-02-28');
    expect(dayMeant('1_year_ago', '2028-02-29')).toBe('2027-02-28');
  });

  it.each([
    '2026-02-30',
    '1969-12-31',
    '2200-01-01',
    'monday',
    'soon',
    'this_week',
    '2026-11',
    '2026-11-20T10:00',
    '2025-W53-1',
    '',
  ])('is not %j', (said) => {
    expect(Day.safeParse(said).success).toBe(false);
  });
});
