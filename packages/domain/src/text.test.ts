import { describe, expect, it } from 'vitest';
import { Line, Prose } from './text.ts';

describe('a name or title', () => {
  it.each(['\u3164', '\u2800', '\u034F', '\uFE0F', '\u200D', '\u0301', ' \u3164 ', '', ' '])(
    'of %j is refused: nobody sees it',
    (text) => {
      expect(Line().safeParse(text).success).toBe(false);
    },
  );

  it.each(['می\u200Cخواهد', '👩\u200D👩\u200D👧', 'क्\u200Dष', 'a', '7', '★'])('%j is kept as it is', (text) => {
    expect(Line().parse(text)).toBe(text);
  });
});

it('a note may be empty', () => {
  expect(Prose().parse(' ')).toBe('');
});
