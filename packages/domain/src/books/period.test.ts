import { expect, it } from 'vitest';
import { dueDayOf, periodOf, periodsTouching, requirePeriod } from './period.ts';

it('is named by the range that it is', () => {
  expect(periodOf('monthly', '2026-03-31')).toEqual({ period: '2026-03', from: '2026-03-01', to: '2026-03-31' });
  expect(periodOf('quarterly', '2026-03-31')).toEqual({ period: '2026-Q1', from: '2026-01-01', to: '2026-03-31' });
  expect(periodOf('yearly', '2024-02-29')).toEqual({ period: '2024', from: '2024-01-01', to: '2024-12-31' });
});

it('covers the days asked about whole and once', () => {
  const keys = (cadence: 'monthly' | 'quarterly' | 'yearly', from: string, to: string) =>
    periodsTouching(cadence, { from, to }).map(({ period }) => period);
  expect(keys('monthly', '2025-12-29', '2026-01-04')).toEqual(['2025-12', '2026-01']);
  expect(keys('quarterly', '2026-01-01', '2026-12-31')).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
  expect(keys('yearly', '2026-02-01', '2026-02-28')).toEqual(['2026']);
  expect(keys('monthly', '2026-01-01', '2026-12-31')).toHaveLength(12);
});

it('is due on the 12th of the second month after, a year at the end of February, and on a weekend the Monday after', () => {
  const due = (cadence: 'monthly' | 'quarterly' | 'yearly', day: string) => dueDayOf(cadence, periodOf(cadence, day));
  expect(due('monthly', '2026-01-15')).toBe('2026-03-12');
  expect(due('monthly', '2026-11-15')).toBe('2027-01-12');
  expect(due('monthly', '2026-07-15')).toBe('2026-09-14');
  expect(due('quarterly', '2026-01-15')).toBe('2026-05-12');
  expect(due('quarterly', '2026-12-31')).toBe('2027-02-12');
  expect(due('yearly', '2025-06-01')).toBe('2026-03-02');
});

it('refuses a range that is another stretch, and says how periods are named', () => {
  expect(requirePeriod('monthly', 'last_month', '2026-03-15').period).toBe('2026-02');
  expect(requirePeriod('quarterly', '2026-Q2', '2026-03-15').period).toBe('2026-Q2');
  expect(() => requirePeriod('monthly', '2026-Q2', '2026-03-15')).toThrow(/YYYY-MM/);
  expect(() => requirePeriod('quarterly', '2026-04', '2026-03-15')).toThrow(/YYYY-Qn/);
  expect(() => requirePeriod('yearly', 'this_month', '2026-03-15')).toThrow(/VAT yearly/);
});
