import { describe, expect, it } from 'vitest';
import { readBoundedXml } from './read-bounded-xml.ts';

const FILE_LENGTH = 5 * 1024 * 1024;
const NO_LISTS = new Set<string>();
const whole = (part: string) => `<D>${part.repeat(Math.floor(FILE_LENGTH / part.length))}</D>`;
const attributes = Array.from({ length: 300_000 }, (_, index) => `b${index}=""`).join(' ');
const names = Array.from({ length: FILE_LENGTH / 14 }, (_, index) => `<a${index}/>`).join('');

describe('a file of the greatest size', () => {
  it.each([
    ['an element beside another', whole('<a/>'), 'too_much'],
    ['as many names as elements', `<D>${names}</D>`, 'too_much'],
    ['an element in another', `${'<a>'.repeat(FILE_LENGTH / 7)}${'</a>'.repeat(FILE_LENGTH / 7)}`, 'too_much'],
    ['attributes of one element', `<D ${attributes}/>`, 'too_much'],
    ['tags that do not end', '<a '.repeat(FILE_LENGTH / 3), 'too_much'],
    ['comments that do not end', `<D>${'<!--'.repeat(100_000)}</D>`, 'malformed'],
    ['entities that would unfold', whole('&amp;'), undefined],
  ])('that is nothing but %s takes seconds at most', (_what, text, failure) => {
    const startedAt = performance.now();
    const read = readBoundedXml(text, NO_LISTS);
    expect('failure' in read ? read.failure : undefined).toBe(failure);
    // A worker whose heartbeat is ten seconds late loses its jobs.
    expect(performance.now() - startedAt).toBeLessThan(9000);
  });
});

it('fifty deep is deep enough, and fifty-one is not', () => {
  const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
  expect(readBoundedXml(nested(50), NO_LISTS)).toHaveProperty('root');
  expect(readBoundedXml(nested(60), NO_LISTS)).toEqual({ failure: 'malformed' });
});
