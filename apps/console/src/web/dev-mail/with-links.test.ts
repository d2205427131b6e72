import { expect, it } from 'vitest';
import { withLinks } from './with-links.ts';

it('finds the addresses of a text and leaves the rest as it is', () => {
  const text = 'Open http://localhost:4000/invitation?token=a-b_c.\n\nOr (https://example.test/x), now.';
  const parts = withLinks(text);
  expect(parts.filter(({ kind }) => kind === 'link').map((part) => part.text)).toEqual([
    'http://localhost:4000/invitation?token=a-b_c',
    'https://example.test/x',
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(text);
});

it('makes no link of anything else', () => {
  expect(withLinks('javascript:alert(1) //x mailto:a@b')).toEqual([
    { kind: 'text', text: 'javascript:alert(1) //x mailto:a@b', at: 0 },
  ]);
});
