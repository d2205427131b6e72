import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';

/** What looks like a slip and may be meant: each kind is asked about until the call names it. */
export const CONFIRMABLE = ['vat_rate', 'vat_amount', 'exchange_rate', 'date', 'hours', 'again'] as const;
export type Confirmable = (typeof CONFIRMABLE)[number];

/** The kinds a tool asks about; a call repeats with the one an error named, once a person has said that it is meant. */
export function confirmInput<Kind extends Confirmable>(...kinds: readonly [Kind, ...Kind[]]) {
  return {
    confirm: z
      .array(z.enum(kinds))
      .max(kinds.length)
      .optional()
      .describe('What an error asked about and is meant all the same.'),
  };
}

/**
 * Throws `invalid_input` for a value that is more likely a slip, unless the call confirms its kind. `sentence` says what looks wrong and what
 * is probably meant; it follows the path.
 */
export function refuseUnlessConfirmed(
  kind: Confirmable,
  confirm: readonly Confirmable[] | undefined,
  path: string,
  sentence: string,
): void {
  if (confirm?.includes(kind)) return;
  throw new AppError(
    'invalid_input',
    `${path}: ${sentence} If it is meant, repeat the call with confirm: ["${kind}"].`,
    {
      fields: [{ path, problem: 'not plausible' }],
      confirm: [kind],
    },
  );
}
