import { AppError } from '@countersign/contracts/errors';
import { decodeCursor } from '@countersign/contracts/pagination';
import { type Expression, type SqlBool, sql } from 'kysely';
import { z } from 'zod';

const PARTS = {
  date: z.iso.date().or(z.literal('infinity')),
  time: z.iso.datetime().or(z.literal('-infinity')),
  integer: z.int(),
  text: z.string().regex(/^[^\0]*$/),
  id: z.uuid(),
} as const;

/** One column a list is ordered by. It must never be null: wrap it in `coalesce` and give the same value to the cursor. */
export type SortKey = readonly [Expression<unknown>, keyof typeof PARTS];

/**
 * The condition under which a row comes after a cursor, in a list ordered by `keys`, all in one `direction`, the last of them
 * the id. True for the first page. A cursor whose parts do not fit the keys is `invalid_input`, not a failed query.
 */
export function comesAfter(
  cursor: string | undefined,
  direction: 'ascending' | 'descending',
  keys: readonly SortKey[],
): Expression<SqlBool> {
  const values = decodeCursor(cursor, keys.length);
  if (!values) return sql<boolean>`true`;
  const fits = keys.every(([, kind], index) => PARTS[kind].safeParse(values[index]).success);
  if (!fits) {
    throw new AppError('invalid_input', 'The cursor belongs to another list. Start again without a cursor.', {
      fields: [{ path: 'cursor', problem: 'of another list' }],
    });
  }
  const columns = sql.join(keys.map(([column]) => column));
  return direction === 'ascending'
    ? sql<boolean>`(${columns}) > (${sql.join(values)})`
    : sql<boolean>`(${columns}) < (${sql.join(values)})`;
}
