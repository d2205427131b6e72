import type { ActivityPage } from '@countersign/contracts/console-connections';

/** Pages of a timeline as they are kept: the first is the newest. */
export interface ReadPages {
  readonly pages: ActivityPage[];
  readonly pageParams: unknown[];
}

/** The ids in `newest` that were not read yet. */
export function newerThan({ pages }: ReadPages, newest: ActivityPage): string[] {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return newest.items.flatMap(({ id }) => (known.has(id) ? [] : id));
}

/**
 * The pages with what is new put in its place. When so much is new that it does not reach down to what was read, what was read
 * is let go: a timeline with a gap would lie. The same pages come back when nothing is new.
 */
export function withNewest(read: ReadPages, newest: ActivityPage): ReadPages {
  const [first, ...older] = read.pages;
  const added = new Set(newerThan(read, newest));
  if (!first || added.size === 0) return read;
  const reaches = added.size < newest.items.length || newest.nextCursor === null;
  if (!reaches) return { pages: [newest], pageParams: [undefined] };
  const items = [...newest.items.filter(({ id }) => added.has(id)), ...first.items].sort(newestFirst);
  return { ...read, pages: [{ ...first, items }, ...older] };
}

/** The order of the server: by time, then by id. */
function newestFirst(one: ActivityPage['items'][number], other: ActivityPage['items'][number]): number {
  const [a, b] = [one.at + one.id, other.at + other.id];
  if (a === b) return 0;
  return a < b ? 1 : -1;
}
