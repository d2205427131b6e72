import { AppError } from '@countersign/contracts/errors';
import { decodeCursor } from '@countersign/contracts/pagination';
import { z } from 'zod';

const CURSOR_LENGTH_MAX = 1024;

/** Where a page of a list in order of time goes on: after the row of this time and id. Throws `invalid_input` for any other. */
export function timeCursor(cursor: unknown): { readonly at: string; readonly id: string } | undefined {
  if (cursor === undefined) return undefined;
  const text = z.string().max(CURSOR_LENGTH_MAX).safeParse(cursor).data ?? '';
  const [at, id] = decodeCursor(text, 2) ?? [];
  if (!z.iso.datetime().safeParse(at).success || typeof id !== 'string') {
    throw new AppError('invalid_input', 'The page asked for is none of this list. Reload the page to start again.');
  }
  return { at: at as string, id };
}
