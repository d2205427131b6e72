import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';

const PAGE = 50;
const PageQuery = z.object({ cursor: z.string().max(1024).optional() });

/** Which page of a key's activity is asked for; throws `invalid_input` for any other question. */
export function readKeyActivityQuery(query: unknown) {
  const parsed = PageQuery.safeParse(query);
  if (parsed.success) return { ...parsed.data, limit: PAGE };
  throw new AppError('invalid_input', 'The page asked for is none of this list. Open the activity again.');
}
