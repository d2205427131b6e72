import { isSeen, onOneLine } from '@countersign/contracts/visible-text';
import { z } from 'zod';

/** A name that people are shown: on one line, with nothing invisible in it, and something to see. */
export function shownName(missing: string, lengthMax: number) {
  return z
    .string({ error: missing })
    .transform(onOneLine)
    .pipe(z.string().refine(isSeen, missing).max(lengthMax, `At most ${lengthMax} characters.`));
}
