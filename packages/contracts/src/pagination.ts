import { z } from 'zod';
import { foreignCursor } from './own-cursors.ts';

/** What every list takes beside its filters. */
export const pageInput = {
  limit: z.int().min(1).max(200).default(50).describe('How many to return, at most 200; fewer when they are long.'),
  cursor: z.string().min(1).max(1024).optional().describe('nextCursor of the page before.'),
};

/** What every list answers: items, and the cursor of the next page or null at the end. */
export function pageOutput<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** The sort key of the last row of a page, then its id. Opaque to callers; holds only values the caller has just been shown. */
export type CursorKey = readonly [...(string | number | null)[], string];

export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads a cursor of `length` parts. A cursor is input: it is not signed, and it grants nothing, because the query it
 * continues runs under the caller's own row-level security.
 */
export function decodeCursor(cursor: string | undefined, length: number): CursorKey | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isKey =
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => part === null || typeof part === 'string' || typeof part === 'number') &&
      z.uuid().safeParse(key.at(-1)).success;
    if (isKey) return key as unknown as CursorKey;
  } catch {
    // Falls through to the one answer for every unreadable cursor.
  }
  throw foreignCursor();
}

/**
 * What the rows of a page may be long together, as JSON: a page is text in a model's context, where Claude Code shows no more than 25,000 tokens
 * (anthropics/claude-code#45766), and ids and dates are two and a half characters a token.
 */
const PAGE_CHARACTERS_MAX = 45_000;

/**
 * Cuts `limit + 1` rows into a page, shorter when they are long, but never empty; `keyOf` gives the sort key of the last row shown. `defineTool` says of
 * a shorter page that it is one.
 */
export function toPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => CursorKey) {
  const items = short(rows.slice(0, limit));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > items.length && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

function short<Row>(rows: readonly Row[]): Row[] {
  let characters = 0;
  const end = rows.findIndex((row) => (characters += JSON.stringify(row).length) > PAGE_CHARACTERS_MAX);
  return end < 0 ? [...rows] : rows.slice(0, Math.max(end, 1));
}
