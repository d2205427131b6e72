import { expect, it } from 'vitest';
import { someOf } from './people-in-words.ts';

it.each([
  [[], 'nobody'],
  [['Ada'], 'Ada'],
  [['Ada', 'Ben'], 'Ada and Ben'],
  [['A', 'B', 'C', 'D', 'E', 'F'], 'A, B, C, D, E and F'],
  [['A', 'B', 'C', 'D', 'E', 'F', 'G'], 'A, B, C, D, E and 2 more'],
])('names %j as %s', (names, words) => {
  expect(someOf(names)).toBe(words);
});
