import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAt, instantOf, TimeZone, toInstant, ZonedTime, zonedText } from './zoned-time.ts';

describe('a time in a zone', () => {
  it.each([
    ['2026-07-01T10:00', 'Europe/Helsinki', '2026-07-01T07:00:00.000Z'],
    ['2026-12-01T10:00', 'Europe/Helsinki', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T10:00', 'America/New_York', '2026-12-01T15:00:00.000Z'],
    ['2026-12-01T10:00', 'Asia/Kathmandu', '2026-12-01T04:15:00.000Z'],
    ['2026-12-01T10:00', 'UTC', '2026-12-01T10:00:00.000Z'],
  ])('reads %s in %s as %s', (clock, zone, instant) => {
    expect(instantOf(clock, zone).toISOString()).toBe(instant);
  });

  it('is the first of two where clocks go back', () => {
    expect(instantOf('2026-10-25T03:30', 'Europe/Helsinki').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('goes on by the old clock where clocks jump over it', () => {
    expect(instantOf('2026-03-29T03:30', 'Europe/Helsinki').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it('comes back as it was written, for every real clock time', () => {
    const zones = fc.constantFrom('Europe/Helsinki', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC');
    const instants = fc.integer({ min: 0, max: Date.UTC(2199, 0) / 1000 }).map((seconds) => new Date(seconds * 1000));
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const clock = clockAt(instant, zone);
        expect(clockAt(instantOf(clock, zone), zone)).toBe(clock);
      }),
      { numRuns: 300 },
    );
  });

  it('is shown with the zone’s own offset', () => {
    expect(zonedText('2026-07-01T07:00:00.000Z', 'Europe/Helsinki')).toBe('2026-07-01T10:00:00+03:00');
    expect(zonedText('2026-12-01T15:00:00.000Z', 'America/New_York')).toBe('2026-12-01T10:00:00-05:00');
  });

  it('keeps the instant of a time that carries an offset', () => {
    expect(toInstant('2026-12-01T10:00:00+01:00', 'Europe/Helsinki')).toBe('2026-12-01T09:00:00.000Z');
    expect(toInstant('2026-12-01T10:00Z', 'Europe/Helsinki')).toBe('2026-12-01T10:00:00.000Z');
    expect(toInstant('2026-12-01T10:00', 'Europe/Helsinki')).toBe('2026-12-01T08:00:00.000Z');
  });

  it.each(['Mars/Olympus', '+02:00', '', 'Europe/Helsinki\n', '../../etc/passwd'])('knows no zone %j', (name) => {
    expect(TimeZone.safeParse(name).success).toBe(false);
  });

  it.each(['2027-01-31T09:30', '2027-01-31T09:30:15', '2027-01-31T09:30Z', '2028-02-29T23:59:59.999+05:45'])(
    'may be written %s',
    (text) => {
      expect(ZonedTime.safeParse(text).success).toBe(true);
      expect(toInstant(text, 'Europe/Helsinki')).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    },
  );

  it.each(['2027-02-30T09:30', '2027-01-31T24:00', '2027-01-31', '9999-01-01T00:00', '2027-01-31T09:30+99:00', 'now'])(
    'is not %s',
    (text) => {
      expect(ZonedTime.safeParse(text).success).toBe(false);
    },
  );
});
