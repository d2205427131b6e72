import { AppError } from '@countersign/contracts/errors';
import type { Signer } from '@countersign/contracts/oversight/change-rules';

export interface Waiting {
  readonly id: string;
  readonly signer: Signer;
  readonly expiresAt: string;
  /** Where people sign it. */
  readonly url: string;
}

/**
 * What a caller hears whose change waits for a signature. Not done, not refused, and calling again does not help: said first, because models
 * take a friendly answer for success and an error for a reason to retry.
 */
export function awaitingSignature({ id, signer, expiresAt, url }: Waiting): AppError {
  const who =
    signer === 'other' ? 'Somebody else of the organization than the person behind this connection' : 'A person';
  return new AppError(
    'awaiting_signature',
    `Nothing was changed yet. ${who} must sign this change first, at ${url}. Tell the person so, and do not repeat the call or wait in a loop: get_proposal with proposalId ${id} says what became of it. Unsigned, it lapses on ${expiresAt.slice(0, 10)}.`,
    { proposalId: id, url, expiresAt },
  );
}
