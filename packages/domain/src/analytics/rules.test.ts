import { expect, it } from 'vitest';
import { utilizationOf, workdaysBetween } from './rules.ts';

it('workdays are Monday to Friday, both ends inside', () => {
  expect(workdaysBetween({ from: '2026-03-02', to: '2026-03-08' })).toBe(5);
  expect(workdaysBetween({ from: '2026-03-07', to: '2026-03-08' })).toBe(0);
  expect(workdaysBetween({ from: '2026-03-01', to: '2026-03-31' })).toBe(22);
  expect(workdaysBetween({ from: '2026-03-02', to: '2026-03-01' })).toBe(0);
});

it('utilization is billable of available, rounded down, and unknown without workdays', () => {
  expect(utilizationOf({ billableMinutes: 2249 }, 2250).utilizationPercent).toBe(99);
  expect(utilizationOf({ billableMinutes: 4500 }, 2250).utilizationPercent).toBe(200);
  expect(utilizationOf({ billableMinutes: 60 }, 0).utilizationPercent).toBeNull();
});
