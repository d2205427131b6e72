import { describe, expect, it } from 'vitest';
import { minutesBetween } from './rules.ts';

const start = new Date('2026-03-02T08:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

describe('the minutes of a timer', () => {
  it('go to the nearest, and are at least one', () => {
    expect(minutesBetween(start, after(0))).toBe(1);
    expect(minutesBetween(start, after(89_999))).toBe(1);
    expect(minutesBetween(start, after(90_000))).toBe(2);
    expect(minutesBetween(start, after(24 * 3_600_000))).toBe(1440);
  });

  it('are refused beyond a day, and backwards', () => {
    expect(() => minutesBetween(start, after(24 * 3_600_000 + 60_000))).toThrow(/more than a day/);
    expect(() => minutesBetween(start, after(-1))).toThrow(/started after/);
  });
});
