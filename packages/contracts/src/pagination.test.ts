import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, toPage } from './pagination.ts';

const id = '0194aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee';

describe('a cursor', () => {
  it('comes back as it went out', () => {
    expect(decodeCursor(encodeCursor(['2026-01-02', null, 3, id]), 4)).toEqual(['2026-01-02', null, 3, id]);
  });

  it.each(['', 'x', 'bm90IGpzb24', Buffer.from('[1,2]').toString('base64url'), encodeCursor([id])])(
    'that this list did not give out is invalid input: %s',
    (cursor) => {
      expect(() => decodeCursor(cursor, 2)).toThrow(/cursor/);
    },
  );
});

describe('a page', () => {
  const rows = ['a', 'b', 'c'].map((name) => ({ name, id }));

  it('ends with a cursor only when there is more', () => {
    expect(toPage(rows, 3, (row) => [row.name, row.id]).nextCursor).toBeNull();
    const page = toPage(rows, 2, (row) => [row.name, row.id]);
    expect(page.items).toHaveLength(2);
    expect(decodeCursor(page.nextCursor ?? undefined, 2)).toEqual(['b', id]);
  });
});
