import { expect, it } from 'vitest';
import { unprintableIn } from './unprintable.ts';

it.each([
  'Työ ja matkat',
  'Größe Œuvre Łódź Çağrı',
  'Ελληνικά',
  'Українська',
  'Tiếng Việt',
  '€ £ ¥ – — “x” … ½ ² №',
  'a\tb\nc',
])('shows %j as it is', (text) => {
  expect(unprintableIn(text)).toEqual([]);
});

it.each(['שלום', 'مرحبا', 'مبلغ 123', '漢字', 'ไทย', 'हिन्दी', '🎉', '\u202eabc', '한국어', 'ܫܠܡܐ'])(
  'names what of %j it would show wrong or not at all',
  (text) => {
    expect(unprintableIn(text).length).toBeGreaterThan(0);
  },
);
