import type { OAuthScope, Role } from './scopes.ts';

/** What the console's API and its pages say to each other. Times are ISO 8601. */

export interface Named {
  readonly slug: string;
  readonly name: string;
}

/** The body of every answer that is not a success; `message` is whole sentences for people. */
export interface ConsoleError {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Which fields of a form do not fit, and what to do about each. */
    readonly fields?: readonly { readonly path: string; readonly problem: string }[];
  };
}

/** The code of a refusal that a new sign-in cures: `/auth/sign-in?again&return_to=…` leads there and back. */
export const RECENT_SIGN_IN_REQUIRED = 'recent_sign_in_required';

/** `GET /api/session` */
export interface SessionView {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly organizations: readonly OrganizationView[];
  /** The address assistants connect to, with the organization picked at consent. */
  readonly connectorUrl: string;
  /** Whether mail that leaves nowhere can be read at `/dev/mail`: in development, on one machine. */
  readonly showsMail: boolean;
  /** Goes back in the header `x-csrf-token` with every change. */
  readonly csrfToken: string;
}

export interface OrganizationView extends Named {
  readonly role: Role;
  readonly switches: SwitchesView;
  /** The address that is locked to this organization. */
  readonly connectorUrl: string;
}

export interface SwitchesView {
  readonly access: boolean;
  readonly write: boolean;
  readonly billingWrite: boolean;
}

/** `GET /api/connections`: the person's own, those that ended in the last 90 days included. */
export interface ConnectionsView {
  readonly connections: readonly ConnectionView[];
}

/**
 * `active` opens at this moment. `unfinished`: consent was given, and the client has not fetched its first access token.
 * `membership_lost` and `team_lost`: the person no longer belongs to what it was made for.
 */
export type ConnectionState = 'active' | 'unfinished' | 'expired' | 'revoked' | 'membership_lost' | 'team_lost';

export interface ConnectionView {
  readonly id: string;
  readonly state: ConnectionState;
  readonly client: {
    /** The owner's name for it, or what the client calls itself. */
    readonly name: string;
    /** The host that vouches for the client; null for a client that registered itself. */
    readonly verifiedHost: string | null;
    /** Where the person was sent back to at consent. */
    readonly redirectHost: string;
  };
  readonly organization: Named;
  readonly team: string | null;
  /** Made at an address that ends in `/readonly`: nobody can ever allow it to change anything. */
  readonly readOnly: boolean;
  readonly scopes: readonly ScopeView[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string;
  readonly revoked: { readonly at: string; readonly reason: string } | null;
}

/** One scope the person approved, and what withholds it at this moment. */
export interface ScopeView {
  readonly scope: OAuthScope;
  readonly withheldBy: WithheldBy | null;
}

export type WithheldBy = 'access_switch' | 'client_list' | 'write_switch' | 'billing_switch' | 'role';

/** `GET /api/orgs/:slug`: what every member may know of an organization. */
export interface OrganizationCard extends Named {
  readonly role: Role;
  readonly admins: readonly PersonView[];
}

export interface PersonView {
  readonly name: string;
  readonly email: string;
}

/** `GET` and `PATCH /api/orgs/:slug/write-access`, for its admins. */
export interface WriteAccessView {
  readonly organization: Named;
  readonly switches: SwitchesView;
  readonly lastChange: { readonly at: string; readonly by: PersonView | null } | null;
  /** Live connections, and those whose person approved it and whose role allows it, so that only the switches decide. */
  readonly connections: { readonly total: number; readonly write: number; readonly billingWrite: number };
  /** Open wishes of members, oldest first. */
  readonly requests: readonly WriteAccessRequestView[];
}

export interface WriteAccessRequestView {
  readonly id: string;
  readonly person: PersonView;
  readonly clientName: string;
  readonly billing: boolean;
  readonly createdAt: string;
}

/** The body of the `PATCH`: what is absent stays as it is, so two admins do not undo each other's change unseen. */
export interface WriteAccessChange {
  readonly access?: boolean | undefined;
  readonly write?: boolean | undefined;
  readonly billingWrite?: boolean | undefined;
}
