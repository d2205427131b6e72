import type { GatePass } from '@countersign/access/gate-pass';
import type { AppError } from '@countersign/contracts/errors';
import type { Caller } from '../call-tool.ts';
import { publicError } from '../public-error.ts';

/** Why this caller is nobody; undefined for somebody. */
export type RefusalOfStranger = (caller: Caller) => Promise<AppError | undefined>;

/**
 * An access token's signature says who calls, but an API key is nobody before the gate has seen it. A request that is refused for
 * its form, and so never reaches the gate, asks here first: an invented key must learn nothing but that it is not accepted.
 */
export function createRefusalOfStranger(
  passOf: (message: { readonly caller: Caller }) => Promise<GatePass>,
): RefusalOfStranger {
  return async (caller) => {
    if (caller.principal.kind === 'connection') return undefined;
    return passOf({ caller }).then(
      () => undefined,
      (thrown: unknown) => publicError(thrown, caller.requestId),
    );
  };
}
