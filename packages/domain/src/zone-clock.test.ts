import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAt, instantOf, instantsOf, TimeZone, zonedText } from './zone-clock.ts';

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

  it('is every instant at which clocks show it', () => {
    const at = (clock: string) => instantsOf(clock, 'Europe/Helsinki').map((instant) => instant.toISOString());
    expect(at('2026-10-25T03:30')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
    expect(at('2026-03-29T03:30')).toEqual([]);
    expect(at('2026-07-01T10:00')).toEqual(['2026-07-01T07:00:00.000Z']);
    expect(instantsOf('2026-04-05T01:45', 'Australia/Lord_Howe')).toHaveLength(2);
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

  it.each(['Mars/Olympus', '+02:00', '', 'Europe/Helsinki\n', '../../etc/passwd'])('knows no zone %j', (name) => {
    expect(TimeZone.safeParse(name).success).toBe(false);
  });
});
