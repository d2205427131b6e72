import type { ActivityEvent, ActivityPage } from '@countersign/contracts/console-connections';
import { expect, it } from 'vitest';
import { newerThan, type ReadPages, withNewest } from './with-newest.ts';

const page = (ids: readonly number[], nextCursor: string | null = null): ActivityPage => ({
  items: ids.map((id) => ({ id: String(id), at: `2026-01-01T00:00:0${id}.000Z` }) as ActivityEvent),
  nextCursor,
});
const read = (...pages: ActivityPage[]): ReadPages => ({ pages, pageParams: pages.map(() => undefined) });
const ids = ({ pages }: ReadPages) => pages.map(({ items }) => items.map(({ id }) => Number(id)));

it('puts what is new on top and leaves older pages as they were read', () => {
  const before = read(page([4, 3], 'c'), page([2, 1]));
  const after = withNewest(before, page([6, 5, 4], 'x'));
  expect(ids(after)).toEqual([
    [6, 5, 4, 3],
    [2, 1],
  ]);
  expect(after.pages[0]?.nextCursor).toBe('c');
});

it('puts a row that was stored late where its time belongs', () => {
  expect(ids(withNewest(read(page([5, 3], 'c')), page([5, 4, 3], 'x')))).toEqual([[5, 4, 3]]);
});

it('gives back the very same pages when nothing is new', () => {
  const before = read(page([2, 1]));
  expect(withNewest(before, page([2, 1]))).toBe(before);
});

it('starts anew when so much is new that a gap would be left', () => {
  expect(ids(withNewest(read(page([2], 'c'), page([1])), page([9, 8], 'x')))).toEqual([[9, 8]]);
});

it('leaves no gap where the whole timeline fits one page', () => {
  expect(ids(withNewest(read(page([])), page([2, 1])))).toEqual([[2, 1]]);
});

it('names what was not read yet', () => {
  expect(newerThan(read(page([2], 'c'), page([1])), page([4, 3, 2, 1]))).toEqual(['4', '3']);
});
