import { AppError } from '@countersign/contracts/errors';
import type { Pool } from '@countersign/db/connections/pool';
import { lookThroughGate } from '../gate/gate.ts';
import type { GatePass } from '../gate/gate-pass.ts';
import { refusedApiKey } from '../keys/api-key.ts';
import type { Allowance, CallLimits } from '../limits/call-limits.ts';
import type { Principal } from '../principals/principal.ts';

/** Who calls, over which wire-independent facts. */
export interface Caller {
  readonly principal: Principal;
  /** How often they called of late, this request included. */
  readonly allowance: Allowance;
  /** The organization of the URL, when the URL names one: a caller of another is refused. */
  readonly organizationSlug: string | null;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string | undefined;
}

/** What the gate says of a caller, in one statement that waits for no lock. Refuses as the gate does, and whoever is of another organization than the URL. */
export type PassOf = (exchange: { readonly caller: Caller }) => Promise<GatePass>;

/**
 * For a message that calls no tool, so that a caller whose connection or API key ended is told so whatever it asks; and for a credential's
 * first call, of which only the gate can say whose it is.
 */
export function createPassOf(pool: Pool, limits: CallLimits): PassOf {
  return async ({ caller }) => {
    const pass = await lookThroughGate(pool, caller);
    assertOrganization(caller, pass);
    limits.learn(caller.principal, pass);
    return pass;
  };
}

/** A caller of one organization is nobody at another's URL, even should its credential name that URL. */
export function assertOrganization(caller: Caller, { organization, apiKey }: GatePass): void {
  if (caller.organizationSlug === null || caller.organizationSlug === organization.slug) return;
  if (apiKey) throw refusedApiKey(`another organization's URL, API key ${apiKey.id}`);
  throw new AppError(
    'unauthenticated',
    'This connection belongs to another organization than this URL. Connect again at this one.',
  );
}
