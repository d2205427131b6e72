import { describe, expect, it } from 'vitest';
import { toInstant, ZonedTime } from './zoned-time.ts';

describe('a time', () => {
  it('with an offset is an instant, without one what clocks in the zone show', () => {
    const read = (time: string) => toInstant(time, 'Europe/Helsinki', 'startsAt');
    expect(read('2026-12-01T10:00:00+01:00')).toBe('2026-12-01T09:00:00.000Z');
    expect(read('2026-12-01T10:00:00Z')).toBe('2026-12-01T10:00:00.000Z');
    expect(read('2026-12-01T10:00:00')).toBe('2026-12-01T08:00:00.000Z');
  });

  it('that clocks show twice is asked about, with both readings in the answer', () => {
    expect(() => toInstant('2026-10-25T03:30:00', 'Europe/Helsinki', 'endedAt')).toThrow(
      'endedAt: clocks in Europe/Helsinki go back and show this time twice. Say which one: 2026-10-25T03:30:00+03:00 or 2026-10-25T03:30:00+02:00.',
    );
    expect(toInstant('2026-10-25T03:30:00+02:00', 'Europe/Helsinki', 'endedAt')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('that clocks jump over is refused, with what may be meant', () => {
    expect(() => toInstant('2026-03-29T03:30:00', 'Europe/Helsinki', 'startsAt')).toThrow(
      'startsAt: clocks in Europe/Helsinki jump over this time. Perhaps 2026-03-29T04:30:00+03:00 is meant.',
    );
  });

  it.each([
    '2027-01-31T09:30',
    '2027-01-31T09:30:15',
    '2027-01-31T09:30Z',
    '2027-01-31t09:30z',
    '2028-02-29T23:59:59.999+05:45',
    '2027-01-31T09:30:15.123456789+02:00',
    '2027-01-31 09:30',
    '2027-01-31T09:30+0200',
    '2027-01-31T09:30+02',
    'yesterday 17:30',
    'Yesterday T17:30'.replace(' ', ''),
    'last friday 09:00',
    '2026-W49-1T08:00',
    '17:30',
    'now',
  ])('may be written %s', (text) => {
    expect(ZonedTime.safeParse(text).success).toBe(true);
  });

  it.each([
    '2027-02-30T09:30',
    '2027-01-31T24:00',
    '2027-01-31',
    '9999-01-01T00:00',
    '2027-01-31T09:30+99:00',
    'yesterday',
    'this_week 10:00',
    'noon',
    '2026-W54-1T08:00',
  ])('is not %s', (text) => {
    expect(ZonedTime.safeParse(text).success).toBe(false);
  });
});
