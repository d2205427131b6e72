import { z } from 'zod';

/** A name that other people are shown: on one line, with nothing invisible. `missing` is said when none is left. */
export const ShownName = (missing: string) =>
  z
    .string()
    .transform((typed) =>
      typed
        .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .pipe(z.string().min(1, missing).max(100, 'At most 100 characters.'));
