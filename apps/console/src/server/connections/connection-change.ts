import { CONNECTION_NAME_LENGTH_MAX, type ConnectionChange } from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import { z } from 'zod';

/** A name must not turn the text around it or hide; an empty one gives the client's own back. Counts characters. */
const isName = (name: string) =>
  name === '' || (isSeen(name) && !hidesSomething(name) && Array.from(name).length <= CONNECTION_NAME_LENGTH_MAX);

const Change = z.strictObject({
  write: z.boolean().optional(),
  billingWrite: z.boolean().optional(),
  teamId: z.uuid().nullable().optional(),
  name: z.string().trim().refine(isName).optional(),
});

/** Reads the body of a change, or throws `invalid_input`. Knows nothing of the connection. */
export function readConnectionChange(body: unknown): ConnectionChange {
  const change = Change.safeParse(body);
  if (change.success) return change.data;
  const nameAlone = change.error.issues.every(({ path }) => path[0] === 'name');
  throw new AppError(
    'invalid_input',
    nameAlone
      ? `A name has at most ${CONNECTION_NAME_LENGTH_MAX} characters, all of them visible.`
      : 'The change could not be read. Reload the page and try again.',
  );
}
