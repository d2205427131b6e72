import { expect, it } from 'vitest';
import { changedSince, lateAfter } from '../migrations/migration-order.ts';

const of = (...names: string[]) => new Map(names.map((name) => [name, `of ${name}`]));
const published = of('0001_first', '0002_second', '0004_fourth');

it('a migration is added at the end', () => {
  const now = of(...published.keys(), '0005_fifth', '0007_seventh');
  expect([...lateAfter(now, published), ...changedSince(now, published)]).toEqual([]);
});

it('one that comes late is named, also with a number that is taken', () => {
  expect(lateAfter(of(...published.keys(), '0003_third', '0004_a_fourth'), published)).toEqual([
    'Migration 0003_third comes late: 0004_fourth is there already. Give it the next free number.',
    expect.stringMatching(/^Migration 0004_a_fourth comes late/),
  ]);
});

it('a branch that was not merged with what is published yet is told too', () => {
  expect(lateAfter(of('0001_first', '0002_second', '0003_of_the_branch'), published)).toHaveLength(1);
});

it('one that is there is neither changed nor removed', () => {
  expect(changedSince(of('0001_first', '0004_fourth'), published)).toEqual([
    expect.stringMatching(/^Migration 0002_second was changed or removed/),
  ]);
  expect(changedSince(new Map([...published, ['0002_second', 'another']]), published)).toHaveLength(1);
});
