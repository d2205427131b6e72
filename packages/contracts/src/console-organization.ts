import type { ConnectionView, Named, PersonView, SwitchesView } from './console-api.ts';

/** What the pages for an organization's admins and the console's API say to each other. Times are ISO 8601. */

export type SwitchName = keyof SwitchesView;

/** `GET /api/orgs/:slug/write-access/history?cursor=`: what admins decided, the latest first. */
export interface WriteAccessHistoryView {
  readonly items: readonly WriteAccessDecisionView[];
  readonly nextCursor: string | null;
}

export type WriteAccessDecisionView = SwitchesChangedView | RequestAnsweredView | AssistantListChangedView;

interface Decided {
  readonly id: string;
  readonly at: string;
  /** Null for a person whose account is gone. */
  readonly by: PersonView | null;
}

export interface SwitchesChangedView extends Decided {
  readonly kind: 'switches';
  /** The switches that this change moved, and to what. */
  readonly moved: readonly { readonly name: SwitchName; readonly on: boolean }[];
}

export interface AssistantListChangedView extends Decided {
  readonly kind: 'assistants';
  /** Whether only listed assistants may connect from then on; null where this change left that as it was. */
  readonly onlyListed: boolean | null;
  /** By what stands for each client, as in `AssistantListView`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface RequestAnsweredView extends Decided {
  readonly kind: 'approved' | 'declined';
  /** Who had asked. */
  readonly person: PersonView | null;
  readonly billing: boolean;
}

/**
 * `GET /api/orgs/:slug/connections?state=&client=&owner=&cursor=`: connections of all its members, the newest first; those
 * that ended stay for 90 days. An admin sees that a connection exists and what it may do, not what it read.
 */
export interface OrganizationConnectionsView {
  readonly organization: Named;
  readonly items: readonly OrganizationConnectionView[];
  readonly nextCursor: string | null;
  /** Every client of the organization, whatever the filter shows of them. */
  readonly clients: readonly OrganizationClientView[];
}

export interface OrganizationConnectionView extends ConnectionView {
  readonly owner: PersonView;
  /** Of its `OrganizationClientView`. */
  readonly clientKey: string;
}

/**
 * What people take for one client: everything under one verified client id; of those that registered themselves, which is
 * often once for each person, everything under one name and one address to return to.
 */
export interface OrganizationClientView {
  readonly key: string;
  readonly name: string;
  readonly verifiedHost: string | null;
  readonly redirectHost: string;
  /** How many of its connections have not ended. */
  readonly live: number;
  /** Whose those are, by name. */
  readonly owners: readonly PersonView[];
}

/** The body of `POST /api/orgs/:slug/connections/revoke-client`. */
export interface RevokeClient {
  readonly clientKey: string;
}

/** Its answer, and that of `POST /api/orgs/:slug/connections/:id/revoke`: the connections as they are now. */
export interface RevokedConnectionsView {
  readonly connections: readonly OrganizationConnectionView[];
}
