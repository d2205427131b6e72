import { expect, it } from 'vitest';
import { bearerOf } from './bearer.ts';

it('a bearer credential is read in any case of the scheme and behind any number of spaces', () => {
  for (const header of ['Bearer a.b', 'bearer a.b', 'BEARER a.b', 'Bearer   a.b', 'Bearer\ta.b', 'Bearer \t a.b '])
    expect(bearerOf(header)).toBe('a.b');
});

it('what is none, or more than one, is not guessed at', () => {
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'a.b',
    'Basic a.b',
    'Bearera.b',
    'Bearer a b',
    'Bearer a, b',
    'Bearer Bearer a',
  ])
    expect(bearerOf(header)).toBeUndefined();
});
