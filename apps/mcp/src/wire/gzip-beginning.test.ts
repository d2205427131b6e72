import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { acceptsGzip, gzipBeginning } from './gzip-beginning.ts';

it.each(['', '1}', '"é🦉"}', `"${'x'.repeat(60_000)}"}`])(
  'a beginning and the end %.10s are one gzip member',
  (end) => {
    const beginning = `{"result":"${'änderbar '.repeat(5000)}","id":`;
    const whole = gzipBeginning(Buffer.from(beginning))(end);
    expect(whole && gunzipSync(whole).toString()).toBe(beginning + end);
  },
);

it('an end that no stored block holds is not compressed', () => {
  expect(gzipBeginning(Buffer.from('{'))('x'.repeat(65_536))).toBeUndefined();
});

it.each([
  ['gzip, deflate', true],
  ['br, gzip;q=0.8', true],
  ['GZIP ; q=0.001', true],
  ['gzip;q=0', false],
  ['gzip; q=0.000', false],
  ['deflate, br', false],
  ['x-gzip2', false],
  [undefined, false],
])('accept-encoding %s takes gzip: %s', (header, takes) => {
  expect(acceptsGzip(header)).toBe(takes);
});
