import { expect, it } from 'vitest';
import { monthsMeant } from './months-meant.ts';
import { nextDaysOf } from './occurrences.ts';

const of2027 = (recurrence: string, startsOn: string) =>
  nextDaysOf(recurrence, startsOn, '2027-01-01', 12).map((day) => day.slice(5));

const LAST_DAYS = '01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31'.split(' ');
const THIRTIETHS = LAST_DAYS.map((day) => (day.startsWith('02') ? day : `${day.slice(0, 3)}30`));

it.each([
  ['FREQ=MONTHLY', '2026-12-31', LAST_DAYS],
  ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-12-01', LAST_DAYS],
  ['FREQ=MONTHLY', '2026-12-30', THIRTIETHS],
  ['FREQ=MONTHLY;BYMONTHDAY=30', '2026-12-01', THIRTIETHS],
  ['FREQ=YEARLY;BYMONTHDAY=31', '2026-12-01', LAST_DAYS],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-12-01', LAST_DAYS],
])('%s from %s is every month of a year', (recurrence, startsOn, days) => {
  expect(of2027(recurrence, startsOn)).toEqual(days);
});

it.each([
  ['FREQ=MONTHLY;BYMONTHDAY=15,31', ['01-15', '01-31', '02-15', '02-28', '03-15', '03-31']],
  ['FREQ=MONTHLY;BYMONTHDAY=15,30', ['01-15', '01-30', '02-15', '02-28', '03-15', '03-30']],
])('%s is twice in every month', (recurrence, days) => {
  expect(of2027(recurrence, '2026-12-01').slice(0, 6)).toEqual(days);
});

it('every third month from the 31st is the last day of each', () => {
  expect(nextDaysOf('FREQ=MONTHLY;INTERVAL=3', '2026-08-31', '2026-09-01', 4)).toEqual([
    '2026-11-30',
    '2027-02-28',
    '2027-05-31',
    '2027-08-31',
  ]);
});

it('every year from 29 February is the last day of February', () => {
  expect(nextDaysOf('FREQ=YEARLY', '2028-02-29', '2028-03-01', 4)).toEqual([
    '2029-02-28',
    '2030-02-28',
    '2031-02-28',
    '2032-02-29',
  ]);
});

it.each(['FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=28', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=WEEKLY', 'FREQ=YEARLY'])(
  '%s from the 28th stays as it is',
  (recurrence) => {
    expect(monthsMeant(recurrence, new Date('2026-11-28T00:00Z')).replace(';BYMONTH=11', '')).toBe(recurrence);
  },
);
