import { CONNECTION_NAME_LENGTH_MAX, type ConnectionChange } from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';

/** No control, format or unassigned characters: a name must not turn the text around it or hide. Counts characters. */
const PRINTABLE = new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{0,${CONNECTION_NAME_LENGTH_MAX}}$`, 'u');

const Change = z.strictObject({
  write: z.boolean().optional(),
  billingWrite: z.boolean().optional(),
  teamId: z.uuid().nullable().optional(),
  name: z.string().trim().regex(PRINTABLE).optional(),
});

/** Reads the body of a change, or throws `invalid_input`. Knows nothing of the connection. */
export function readConnectionChange(body: unknown): ConnectionChange {
  const change = Change.safeParse(body);
  if (change.success) return change.data;
  const isName = change.error.issues.every(({ path }) => path[0] === 'name');
  throw new AppError(
    'invalid_input',
    isName
      ? `A name has at most ${CONNECTION_NAME_LENGTH_MAX} characters, all of them visible.`
      : 'The change could not be read. Reload the page and try again.',
  );
}
