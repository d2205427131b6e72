import { z } from 'zod';
import { AppError } from './errors.ts';
import type { RequestContext } from './request-context.ts';

/** What every list takes beside its filters. */
export const pageInput = {
  limit: z.int().min(1).max(200).default(50).describe('How many to return, at most 200.'),
  cursor: z.string().max(1024).optional().describe('nextCursor of the page before.'),
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

function foreignCursor(): AppError {
  return new AppError('invalid_input', 'The cursor is not one this list gave out. Start again without a cursor.', {
    fields: [{ path: 'cursor', problem: 'of another list, or unreadable' }],
  });
}

/**
 * Cursors of a tool bear its name: the sort key of another list may well fit, and would quietly begin somewhere in the middle. A
 * client may change the filters between two pages; that is not looked at.
 */
export function withOwnCursors<Rest extends readonly unknown[]>(
  name: string,
  handler: (ctx: RequestContext, input: never, ...rest: Rest) => Promise<unknown>,
) {
  const prefix = `${name}.`;
  return async (ctx: RequestContext, input: { readonly cursor?: string | undefined }, ...rest: Rest) => {
    const { cursor } = input;
    if (cursor !== undefined && !cursor.startsWith(prefix)) throw foreignCursor();
    const own = { ...input, cursor: cursor?.slice(prefix.length) };
    const page = (await handler(ctx, own as never, ...rest)) as { readonly nextCursor: string | null };
    return { ...page, nextCursor: page.nextCursor === null ? null : prefix + page.nextCursor };
  };
}

/** Cuts `limit + 1` rows into a page; `keyOf` gives the sort key of the last row shown. */
export function toPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => CursorKey) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
