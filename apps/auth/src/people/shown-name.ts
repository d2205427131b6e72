import { z } from 'zod';

/** A name that people are shown: on one line, with nothing invisible in it. */
export function shownName(missing: string, lengthMax: number) {
  return z
    .string({ error: missing })
    .transform((typed) =>
      typed
        .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .pipe(z.string().min(1, missing).max(lengthMax, `At most ${lengthMax} characters.`));
}
