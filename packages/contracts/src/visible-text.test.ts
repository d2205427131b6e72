import { describe, expect, it } from 'vitest';
import { hidesSomething, isSeen, onOneLine } from './visible-text.ts';

/** Written with joiners, which Unicode 16 §23.2 says are no mere formatting. */
const JOINED = [
  ['Persian', 'دستیار می\u200Cخواهد'],
  ['Hindi', 'क्\u200Dष सहायक'],
  ['Sinhala', 'ක්\u200Dරියා'],
  ['Malayalam, at the end of a word', 'അവന്\u200D സഹായി'],
  ['Bengali, at the end of the name', 'সত্\u200D'],
  ['a family', '👩\u200D👩\u200D👧 assistant'],
  ['a profession in a colour', '👩🏽\u200D💻'],
  ['a heart on fire', '❤\uFE0F\u200D🔥'],
  ['the flag of Scotland', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
] as const;

describe('a name', () => {
  it.each(JOINED)('in %s keeps its joiners', (_what, name) => {
    expect(hidesSomething(name)).toBe(false);
    expect(onOneLine(name)).toBe(name);
    expect(isSeen(name)).toBe(true);
  });

  it.each([
    ['a joiner at its beginning', '\u200DClaude', 'Claude'],
    ['a joiner at its end', 'Claude\u200D', 'Claude'],
    ['a joiner beside a space', 'Claude \u200CCode', 'Claude Code'],
    ['two joiners', 'Cl\u200D\u200Daude', 'Cl aude'],
    ['a space without width', 'Cla\u200Bude', 'Cla ude'],
    ['a soft hyphen', 'Cla\u00ADude', 'Cla ude'],
    ['a turn of the direction', 'Claude\u202Ecod', 'Claude cod'],
    ['an isolate', 'a\u2066b\u2069', 'a b'],
    ['a line end', 'Claude\nVerified', 'Claude Verified'],
    ['a line separator', 'a\u2028b', 'a b'],
    ['a byte order mark', '\uFEFFClaude', 'Claude'],
    ['half a pair', 'a\uD83Db', 'a b'],
    ['a private character', 'a\uE000b', 'a b'],
    ['tags of no flag', 'a\u{E0067}\u{E0062}', 'a'],
  ])('with %s hides something, and is shown without it', (_what, name, shown) => {
    expect(hidesSomething(name)).toBe(true);
    expect(onOneLine(name)).toBe(shown);
  });

  it.each([
    '',
    ' ',
    '\u00A0',
    '\u3000',
    '\t\n',
    '\u3164',
    '\u3164 \u3164',
    '\u2800',
    '\u2800\u2800',
    '\u034F',
    '\uFE0F',
    '\uFE0E\uFE0F',
    '\uFFA0',
    '\u115F\u1160',
    '\u17B4',
    '\u180E',
    '\u200B',
    '\u200D',
    '\u2060',
    '\u00AD',
    '\uFFFC',
    '\u{1D159}',
    '\u{E0020}',
    '\u{E0100}',
    '\u0301',
    '\u3164\u2800\uFE0F',
  ])('of %j alone is not seen', (name) => {
    expect(isSeen(name)).toBe(false);
  });

  it.each(['a', '7', '字', '-', '🧾', '★', 'ㄱ', 'á', '\u3164a', '❤\uFE0F'])('%j is seen', (name) => {
    expect(isSeen(name)).toBe(true);
  });
});
