import type { Named, PersonView, WithheldBy } from './console-api.ts';
import type { ApiKeyKind } from './key-scopes.ts';

/** What the pages about API keys and the console's API say to each other. Times are ISO 8601. */

/** The longest name, in characters. */
export const API_KEY_NAME_LENGTH_MAX = 64;
/** The longest a key may last; one without an end has no limit. */
export const API_KEY_DAYS_MAX = 3650;
/** How many addresses and networks a key may be bound to. */
export const API_KEY_ADDRESSES_MAX = 20;

/** `active` is let in by the gate now, from an address it may be used from; what the switches and the role allow is another matter. */
export type ApiKeyState = 'active' | 'expired' | 'revoked';

export interface ApiKeyView {
  readonly id: string;
  readonly kind: ApiKeyKind;
  readonly state: ApiKeyState;
  readonly name: string;
  /** How the key begins; the rest is shown once, when it is made. */
  readonly prefix: string;
  readonly organization: Named;
  /** Whose a personal key is; null for the organization's. */
  readonly owner: PersonView | null;
  readonly scopes: readonly KeyScopeView[];
  /** Addresses and networks it may be used from; none for everywhere. */
  readonly allowedAddresses: readonly string[];
  readonly createdAt: string;
  /** Null for a person whose account is gone. */
  readonly createdBy: PersonView | null;
  readonly lastUsedAt: string | null;
  /** Null for never. */
  readonly expiresAt: string | null;
  /** `by` is null for a membership that ended, and for a person whose account is gone. */
  readonly revoked: { readonly at: string; readonly reason: string; readonly by: PersonView | null } | null;
}

/** One scope of a key, and what withholds it at this moment. Reading may go on when writing is withheld. */
export interface KeyScopeView {
  readonly scope: string;
  readonly withheldBy: WithheldBy | null;
}

/** `GET /api/api-keys`: the person's own in all organizations, the newest first; those that ended stay for 90 days. */
export interface MyApiKeysView {
  readonly apiKeys: readonly ApiKeyView[];
}

/** `GET /api/orgs/:slug/api-keys`, for its admins: the organization's keys and those of its members. */
export interface OrganizationApiKeysView extends MyApiKeysView {
  readonly organization: Named;
}

/** The body of `POST /api/orgs/:slug/api-keys`, and with the organization that of `POST /api/api-keys`. */
export interface NewApiKeyBody {
  readonly name: string;
  /** `<tier>:<module>` and `<tier>:*`. */
  readonly scopes: readonly string[];
  /** Null for no end. */
  readonly expiresInDays: number | null;
  /** CIDR or single addresses, IPv4 or IPv6. */
  readonly allowedAddresses: readonly string[];
}

export interface NewPersonalApiKeyBody extends NewApiKeyBody {
  readonly organization: string;
}

/** The answer to both: the only one that ever holds a key. */
export interface CreatedApiKeyView {
  readonly apiKey: ApiKeyView;
  readonly key: string;
}

/** The answer of `POST /api/api-keys/:id/revoke` and `POST /api/orgs/:slug/api-keys/:id/revoke`: the key as it is now. */
export interface RevokedApiKeyView {
  readonly apiKey: ApiKeyView;
}
