import { expect, it } from 'vitest';
import { momentWords } from './moment-words.ts';

const DAY = 86_400;
const inSeconds = (seconds: number) => momentWords(seconds * 1000, 0);

it.each([
  [90 * DAY - 5, 'in 3 months'],
  [365 * DAY - 5, 'in 1 year'],
  [30 * DAY - 5, 'in 1 month'],
  [7 * DAY - 5, 'in 1 week'],
  [210 * DAY, 'in 7 months'],
  [-DAY, 'yesterday'],
  [-3600, '1 hour ago'],
  [-130, '2 minutes ago'],
  [-50, 'just now'],
  [20, 'just now'],
])('says %i seconds from now as “%s”', (seconds, words) => {
  expect(inSeconds(seconds)).toBe(words);
});
