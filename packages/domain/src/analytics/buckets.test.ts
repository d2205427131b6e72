import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayAfter } from '../calendar.ts';
import { bucketStarts, STEPS } from './buckets.ts';

it('begin weeks on Monday and months on the first, also before the days do', () => {
  expect(bucketStarts({ from: '2026-02-27', to: '2026-03-10' }, 'week')).toEqual([
    '2026-02-23',
    '2026-03-02',
    '2026-03-09',
  ]);
  expect(bucketStarts({ from: '2025-12-31', to: '2026-02-01' }, 'month')).toEqual([
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ]);
  expect(bucketStarts({ from: '2026-02-28', to: '2026-03-01' }, 'day')).toEqual(['2026-02-28', '2026-03-01']);
});

it('cover every day once, for any days and step', () => {
  const day = fc.date({ min: new Date('1999-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.nat(400), fc.constantFrom(...STEPS), (date, length, step) => {
      const from = date.toISOString().slice(0, 10);
      const to = dayAfter(from, length);
      const starts = bucketStarts({ from, to }, step);
      expect(starts[0] && starts[0] <= from && (starts[1] ?? '9999') > from).toBe(true);
      expect((starts.at(-1) ?? '9999') <= to).toBe(true);
      expect(starts).toEqual([...new Set(starts)].sort());
    }),
  );
});
