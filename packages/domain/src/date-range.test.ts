import { describe, expect, it } from 'vitest';
import { DateRange, daysAsked, daysOf } from './date-range.ts';

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
    ['yesterday', '2026-11-19', '2026-11-19'],
    ['tomorrow', '2026-11-21', '2026-11-21'],
    ['next_quarter', '2027-01-01', '2027-03-31'],
    ['next_year', '2027-01-01', '2027-12-31'],
    ['2026-W49', '2026-11-30', '2026-12-06'],
    ['2026-W01', '2025-12-29', '2026-01-04'],
    ['2026-W53', '2026-12-28', '2027-01-03'],
    ['2026-W49-1', '2026-11-30', '2026-11-30'],
    ['2026-11-05', '2026-11-05', '2026-11-05'],
    ['last_30_days', '2026-10-22', '2026-11-20'],
    ['next_7_days', '2026-11-20', '2026-11-26'],
    ['last_3_months', '2026-08-01', '2026-10-31'],
    ['next_2_weeks', '2026-11-23', '2026-12-06'],
    ['last_2_quarters', '2026-04-01', '2026-09-30'],
    ['month_to_date', '2026-11-01', '2026-11-20'],
    ['ytd', '2026-01-01', '2026-11-20'],
    ['2026-01-15..2026-03-10', '2026-01-15', '2026-03-10'],
    ['2026-01-15/2026-03-10', '2026-01-15', '2026-03-10'],
    ['2026-01..2026-Q2', '2026-01-01', '2026-06-30'],
    ['2026-11-01 to yesterday', '2026-11-01', '2026-11-19'],
    ['Last 30 days', '2026-10-22', '2026-11-20'],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['previous_quarter', '2026-07-01', '2026-09-30'],
    ['Q3 2026', '2026-07-01', '2026-09-30'],
    ['2026w49', '2026-11-30', '2026-12-06'],
  ])('reads %s as %s to %s', (range, from, to) => {
    expect(DateRange.parse(range)).toBe(range);
    expect(daysOf(range, '2026-11-20')).toEqual({ from, to });
  });

  it('that ends before it begins is refused', () => {
    expect(() => daysOf('2026-03-01..2026-02-01', '2026-11-20')).toThrow(/ends before it starts/);
  });

  it('rolls over the year’s end', () => {
    expect(daysOf('next_month', '2026-12-31')).toEqual({ from: '2027-01-01', to: '2027-01-31' });
    expect(daysOf('last_quarter', '2026-02-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(daysOf('this_week', '2027-01-01')).toEqual({ from: '2026-12-28', to: '2027-01-03' });
  });

  it('begins the week on Monday, also on a Sunday', () => {
    expect(daysOf('this_week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  });

  it.each(['2026-13', '2026-Q5', '2025-W53', 'this_day', 'last_0_days', 'last_9999_days', 'ever', '', '26'])(
    'refuses %j',
    (range) => {
      expect(DateRange.safeParse(range).success).toBe(false);
    },
  );
});

describe('the days a list is asked for', () => {
  it('are the range’s unless a day is named', () => {
    expect(daysAsked({ range: '2026-11' }, '2026-11-20')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(daysAsked({ range: '2026-11', to: '2026-11-10' }, '2026-11-20')).toEqual({
      from: '2026-11-01',
      to: '2026-11-10',
    });
    expect(daysAsked({}, '2026-11-20')).toEqual({ from: undefined, to: undefined });
  });

  it.each([
    [{ from: '2026-11-02', to: '2026-11-01' }, /^to: .*2026-11-01.*2026-11-02/],
    [{ range: 'this_month', to: '2026-10-01' }, /^to: /],
    [{ range: 'this_month', from: '2026-12-24' }, /^from: /],
  ])('are refused when they end before they begin: %j', (asked, sentence) => {
    expect(() => daysAsked(asked, '2026-11-20')).toThrow(sentence);
  });
});
