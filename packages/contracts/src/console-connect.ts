import type { Named, ScopeView } from './console-api.ts';

/** What the console's API says about the way to the connector, and about the person's own sign-ins. Times are ISO 8601. */

/** The links of the chain that a client walks before it can call anything, in the order it walks them. */
export const HEALTH_STEPS = [
  'resource_server',
  'resource_metadata',
  'authorization_server',
  'authorization_server_metadata',
  'signing_keys',
  'challenge',
  'forged_token',
] as const;
export type HealthStep = (typeof HEALTH_STEPS)[number];

/** `GET /api/health/connector[?organization=<slug>]` */
export interface ConnectorHealthView {
  /** The connector URL that was tried. */
  readonly url: string;
  readonly checkedAt: string;
  /** The first step that failed; those after it were not tried. Null when the whole chain holds. */
  readonly failure: HealthFailure | null;
  /** What the organizations behind this address allow this person now: the one that was named, or all of theirs. */
  readonly organizations: readonly OrganizationPolicyView[];
}

export interface HealthFailure {
  readonly step: HealthStep;
  /** What does not work, at most 45 characters and without the last full stop: the room that the health badge keeps for it. */
  readonly problem: string;
  /** What to do about it: one sentence of at most 64 characters. */
  readonly cure: string;
  /** Whole sentences with what was found, and at which address, for whoever runs the deployment. */
  readonly detail: string;
}

/** Every scope there is, and what withholds it from this person in this organization. */
export interface OrganizationPolicyView extends Named {
  /** Whether only the assistants on its admins' list may connect. */
  readonly onlyListed: boolean;
  readonly scopes: readonly ScopeView[];
}

/** `GET /api/sign-ins`, and the answer to ending some: the person's own that still open something, the latest seen first. */
export interface SignInsView {
  readonly signIns: readonly SignInView[];
  /** Where credentials are changed: pages of the authorization server, which alone ever sees them. */
  readonly passwordUrl: string;
  readonly passkeysUrl: string;
}

/** A browser the person is signed in with: it may open the console, and give consent to clients, without the password. */
export interface SignInView {
  readonly id: string;
  /** The browser this very request came from. */
  readonly isThis: boolean;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}
