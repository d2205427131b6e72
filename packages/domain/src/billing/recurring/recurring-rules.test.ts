import { describe, expect, it } from 'vitest';
import { firstDraftOn, nextDraftOn } from './recurring-rules.ts';

const today = '2026-03-15';
const monthly = { recurrence: 'FREQ=MONTHLY;BYMONTHDAY=1', startsOn: '2026-01-01', paused: false };

describe('the first draft', () => {
  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=1', '2026-03-20', '2026-04-01'],
    ['FREQ=MONTHLY;BYMONTHDAY=1', '2024-01-01', '2026-04-01'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31', '2026-03-31'],
    ['FREQ=MONTHLY;INTERVAL=3', '2026-01-15', '2026-04-15'],
    ['FREQ=YEARLY', '2026-03-15', '2026-03-15'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-03-02', '2026-03-16'],
  ])('of %s from %s is on %s', (recurrence, startsOn, expected) => {
    expect(firstDraftOn(recurrence, startsOn, today)).toBe(expected);
  });

  it('is refused when the rule has no day ahead', () => {
    expect(() => firstDraftOn('FREQ=MONTHLY;UNTIL=20260301', '2026-01-01', today)).toThrow(/no day ahead/);
    expect(() => firstDraftOn('FREQ=MONTHLY;COUNT=2', '2026-01-01', today)).toThrow(/no day ahead/);
  });
});

describe('the next draft after a change', () => {
  const before = { ...monthly, nextOn: '2026-03-01' };

  it('stays what it was, also when it is due, unless the rule changes or a pause ends', () => {
    expect(nextDraftOn(before, { ...monthly, lastDraftedOn: '2026-02-01' }, today)).toBe('2026-03-01');
    expect(nextDraftOn(before, { ...monthly, paused: true, lastDraftedOn: null }, today)).toBe('2026-03-01');
  });

  it('counts from today for another rule, and after what was drafted', () => {
    const quarterly = { ...monthly, recurrence: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1' };
    expect(nextDraftOn(before, { ...quarterly, lastDraftedOn: '2026-02-01' }, today)).toBe('2026-04-01');
    const daily = { ...monthly, recurrence: 'FREQ=DAILY' };
    expect(nextDraftOn(before, { ...daily, lastDraftedOn: today }, today)).toBe('2026-03-16');
  });

  it('does not make up for the days of a pause', () => {
    const paused = { ...before, paused: true };
    expect(nextDraftOn(paused, { ...monthly, lastDraftedOn: '2026-01-01' }, today)).toBe('2026-04-01');
  });

  it('of a series that is over stays none after a pause', () => {
    const over = { ...monthly, recurrence: 'FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2' };
    expect(nextDraftOn({ ...over, paused: true, nextOn: null }, { ...over, lastDraftedOn: null }, today)).toBeNull();
  });
});
