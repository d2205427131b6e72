import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_DEPTH_MAX, JSON_VALUES_MAX, parseCountedJson } from './counted-json.ts';

describe('JSON that is counted first', () => {
  it('is what it would be without, as long as it is no more than anybody needs', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(parseCountedJson(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it('is none when it would be none, also beyond its bounds', () => {
    const many = JSON.stringify(Array.from({ length: JSON_VALUES_MAX }, () => ({})));
    const texts = ['', '{', '[1,]', '{"a":1,}', '"a', 'undefined', many.slice(0, -1), `${many}]`, many.slice(0, -2)];
    for (const text of [...texts, '['.repeat(1_000_000), '{"a":'.repeat(100_000)])
      expect(parseCountedJson(text)).toBeUndefined();
  });

  it.each([
    [
      'members',
      { a: 'x', ...Object.fromEntries(Array.from({ length: JSON_VALUES_MAX }, (_, index) => [`k${index}`, 1])) },
    ],
    ['entries', { a: 'x', list: Array.from({ length: JSON_VALUES_MAX }, () => 'y,"{[\\') }],
    ['objects in lists', { a: 'x', list: Array.from({ length: JSON_VALUES_MAX / 2 }, () => ({ b: [] })) }],
  ])('with too many %s is its beginning, and says how many they are', (_what, value) => {
    const parsed = parseCountedJson(JSON.stringify(value));
    expect(parsed?.excess?.values).toBeGreaterThan(JSON_VALUES_MAX);
    expect(parsed?.value).toMatchObject({ a: 'x' });
    expect(JSON.stringify(parsed?.value).length).toBeLessThan(1000);
  });

  it('too deep is cut where nobody looks any more, and marks inside of texts count for nothing', () => {
    const deep = (levels: number) => `{"a":"[[[{{{,,,\\"","b":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(parseCountedJson(deep(JSON_DEPTH_MAX - 1))?.excess).toBeUndefined();
    expect(parseCountedJson(deep(JSON_DEPTH_MAX))?.excess).toMatchObject({ depth: JSON_DEPTH_MAX + 1 });
    expect(parseCountedJson(deep(100_000))).toMatchObject({
      value: { a: '[[[{{{,,,"', b: [[[[[[[null]]]]]]] },
      excess: { values: 100_003, depth: 100_001 },
    });
  });

  it('keeps at most the first members of everything, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const many = `[${text},${'0,'.repeat(JSON_VALUES_MAX)}0]`;
        const kept = parseCountedJson(many)?.value as readonly unknown[];
        const whole = JSON.parse(text) as unknown;
        const [first] = kept;
        expect(kept.length).toBe(20);
        if (typeof whole !== 'object' || whole === null) expect(first).toEqual(whole);
        else expect(Object.keys(first as object).length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
