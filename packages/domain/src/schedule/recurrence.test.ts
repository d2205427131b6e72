import { describe, expect, it } from 'vitest';
import type { EventTimes } from './event-times.ts';
import { resolveTimes } from './event-times.ts';
import { occurrencesOn, requireFirstOccurrence } from './occurrences.ts';
import { parseRecurrence } from './recurrence.ts';

function timed(startsAt: string, timeZone = 'Europe/Helsinki'): EventTimes {
  return resolveTimes({ startsAt }, timeZone);
}

describe('a rule of repetition', () => {
  it.each([
    ['RRULE:freq=weekly;byday=mo,th', 'FREQ=WEEKLY;BYDAY=MO,TH'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
    ['FREQ=YEARLY;BYMONTH=5;BYDAY=2SU;COUNT=10', 'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU;COUNT=10'],
    ['FREQ=DAILY;INTERVAL=2;UNTIL=20270101T000000Z', 'FREQ=DAILY;INTERVAL=2;UNTIL=20270101T000000Z'],
  ])('is accepted and spelled one way: %s', (text, spelled) => {
    expect(parseRecurrence(text)).toBe(spelled);
  });

  it.each([
    ['FREQ=SECONDLY', /nothing repeats within a day/],
    ['FREQ=MINUTELY;INTERVAL=5', /nothing repeats within a day/],
    ['FREQ=HOURLY', /nothing repeats within a day/],
    ['FREQ=DAILY;COUNT=999999999', /COUNT must be 1 to 1000/],
    ['FREQ=DAILY;COUNT=0', /COUNT/],
    ['FREQ=DAILY;INTERVAL=0', /INTERVAL/],
    ['FREQ=DAILY;INTERVAL=100000', /INTERVAL/],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31', /does not go with FREQ=DAILY/],
    ['FREQ=WEEKLY;BYDAY=2MO', /no numbers/],
    ['FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1', /exclude each other/],
    ['FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2', /without numbers/],
    ['FREQ=DAILY;COUNT=3;UNTIL=20270101', /exclude each other/],
    ['FREQ=DAILY;UNTIL=2027-01-31', /YYYYMMDD/],
    ['FREQ=DAILY;FREQ=WEEKLY', /appears twice/],
    ['INTERVAL=2', /FREQ is missing/],
    ['FREQ=DAILY;BYHOUR=1,2,3', /not accepted/],
    ['DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY', /not accepted/],
    ['every monday', /not accepted/],
    ['', /not accepted/],
  ])('is refused with the reason: %j', (text, reason) => {
    expect(() => parseRecurrence(text)).toThrow(reason);
  });

  it('must begin with the event, and says where it would', () => {
    const event = timed('2026-11-20T10:00');
    expect(() => requireFirstOccurrence({ ...event, recurrence: 'FREQ=WEEKLY;BYDAY=MO' })).toThrow(/2026-11-23/);
    expect(() => requireFirstOccurrence({ ...event, recurrence: 'FREQ=WEEKLY;BYDAY=FR' })).not.toThrow();
  });

  it('that never happens is refused', () => {
    const event = timed('2026-02-01T10:00');
    expect(() => requireFirstOccurrence({ ...event, recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' })).toThrow(
      /does not happen/,
    );
  });
});

describe('occurrences', () => {
  it('keep their clock time across daylight saving', () => {
    const event = { ...timed('2026-10-19T09:00'), recurrence: 'FREQ=WEEKLY' };
    const found = occurrencesOn(event, { from: '2026-10-19', to: '2026-10-31' });
    expect(found.map(({ startsAt }) => startsAt)).toEqual(['2026-10-19T06:00:00.000Z', '2026-10-26T07:00:00.000Z']);
  });

  it('of an all-day event are days', () => {
    const event = {
      ...resolveTimes({ startsOn: '2026-01-30', endsOn: '2026-02-01' }, 'Europe/Helsinki'),
      recurrence: 'FREQ=MONTHLY',
    };
    const found = occurrencesOn(event, { from: '2026-03-01', to: '2026-04-30' });
    expect(found.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ['2026-03-30', '2026-04-01'],
      ['2026-04-30', '2026-05-02'],
    ]);
  });

  it('end with UNTIL, its moment inside', () => {
    const event = { ...timed('2026-11-02T09:00'), recurrence: 'FREQ=DAILY;UNTIL=20261104T070000Z' };
    expect(occurrencesOn(event, { from: '2026-11-01', to: '2026-11-30' })).toHaveLength(3);
  });

  it('end with a moment in the hour that clocks show twice', () => {
    const until = (moment: string) => {
      const event = { ...timed('2026-10-24T03:30'), recurrence: `FREQ=DAILY;UNTIL=20261025T${moment}Z` };
      return occurrencesOn(event, { from: '2026-10-24', to: '2026-10-31' }).map(({ startsAt }) => startsAt);
    };
    const saturday = '2026-10-24T00:30:00.000Z';
    const sunday = '2026-10-25T00:30:00.000Z';
    expect(until('001500')).toEqual([saturday]);
    expect(until('003000')).toEqual([saturday, sunday]);
    // Clocks show 03:10 for the second time, which is after 03:30 for the first.
    expect(until('011000')).toEqual([saturday, sunday]);
  });

  it('of a series that begins in the second of two hours begin there', () => {
    const event = {
      ...resolveTimes({ startsAt: '2026-10-25T03:30:00+02:00' }, 'Europe/Helsinki'),
      recurrence: 'FREQ=DAILY;COUNT=2',
    };
    expect(occurrencesOn(event, { from: '2026-10-25', to: '2026-10-26' }).map(({ startsAt }) => startsAt)).toEqual([
      '2026-10-25T01:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('end after COUNT, counted from the first', () => {
    const event = { ...timed('2026-01-01T09:00'), recurrence: 'FREQ=DAILY;COUNT=40' };
    expect(occurrencesOn(event, { from: '2026-02-01', to: '2026-12-31' })).toHaveLength(9);
  });

  it.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
  ])('of %s are the same whether a series is entered late or followed from its start', (recurrence) => {
    const event = { ...timed('2016-02-29T09:00'), recurrence };
    const late = occurrencesOn(event, { from: '2028-01-01', to: '2028-12-31' });
    const followed = occurrencesOn(event, { from: '2016-01-01', to: '2028-12-31' });
    expect(late.length).toBeGreaterThan(0);
    expect(late).toEqual(followed.filter(({ startsOn }) => startsOn >= '2028-01-01'));
  });

  it('that began the day before and last over midnight are in', () => {
    const event = {
      ...resolveTimes({ startsAt: '2026-11-20T22:00', endsAt: '2026-11-21T02:00' }, 'UTC'),
      recurrence: null,
    };
    expect(occurrencesOn(event, { from: '2026-11-21', to: '2026-11-21' })).toHaveLength(1);
    expect(occurrencesOn(event, { from: '2026-11-22', to: '2026-11-22' })).toHaveLength(0);
  });
});

describe('the times of an event', () => {
  it('last an hour unless said, and keep their length when only the start moves', () => {
    const event = timed('2026-11-20T10:00');
    expect(event).toMatchObject({ startsAt: '2026-11-20T08:00:00.000Z', endsAt: '2026-11-20T09:00:00.000Z' });
    const moved = resolveTimes({ startsAt: '2026-11-21T10:00' }, 'Europe/Helsinki', event);
    expect(moved).toMatchObject({ startsOn: '2026-11-21', endsAt: '2026-11-21T09:00:00.000Z' });
  });

  it('end on the day before when they end at midnight', () => {
    const event = resolveTimes({ startsAt: '2026-11-20T20:00', endsAt: '2026-11-21T00:00' }, 'UTC');
    expect(event.endsOn).toBe('2026-11-20');
  });

  it.each([
    [{}, /say when/],
    [{ startsAt: '2026-01-01T10:00', startsOn: '2026-01-01' }, /not both/],
    [{ startsAt: '2026-01-01T10:00', endsAt: '2026-01-01T10:00' }, /after the start/],
    [{ startsOn: '2026-01-02', endsOn: '2026-01-01' }, /before the first day/],
    [{ startsOn: '2026-01-02', endsOn: '2028-01-01' }, /within 366 days/],
    [{ endsAt: '2026-01-01T10:00' }, /needs a start/],
  ])('are refused when they make no sense: %j', (said, reason) => {
    expect(() => resolveTimes(said, 'UTC')).toThrow(reason);
  });
});
