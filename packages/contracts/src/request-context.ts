import type { ApiKeyKind } from './key-scopes.ts';
import type { Authority, Role } from './scopes.ts';

/** Who the audit names. */
export interface Actor {
  readonly kind: 'user' | 'api_key';
  readonly id: string;
}

/** The API key a caller presents, as people know it. */
export interface ApiKey {
  readonly id: string;
  readonly kind: ApiKeyKind;
  readonly name: string;
}

/**
 * Everything a tool may know about its caller: built once per request by the gate, frozen, always the first parameter.
 * Holds no header, no credential, no database handle. What a caller merely said is not in here.
 */
export interface RequestContext {
  readonly requestId: string;
  /** The only clock below the apps. */
  readonly now: Date;
  readonly actor: Actor;
  /** Null for an organization's API key: it acts for the organization, not for a member. */
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string };
  /** The team this connection is narrowed to, or null for the whole organization. */
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly role: Role | null;
  /** The terms of the algebra, for telling people; deciding is the dispatcher's. */
  readonly authority: Authority;
  readonly effectiveScopes: readonly string[];
  /** A caller comes by a connection or by an API key; the other is null. */
  readonly connection: { readonly id: string; readonly clientId: string; readonly clientName: string } | null;
  readonly apiKey: ApiKey | null;
  readonly links: {
    /** Where people see and end this connection or API key. */
    readonly manage: string;
    /** Where an admin turns writing on. */
    readonly writeAccess: string;
    /** A link that opens one file of the organization without signing in, for a short time. Checks nothing. */
    readonly file: (kind: string, id: string) => { readonly url: string; readonly expiresAt: string };
    /** Where people sign a proposal. */
    readonly proposal: (id: string) => string;
    /** Where an admin says which changes wait for a signature. */
    readonly changeRules: string;
    /** Where people see a record: `<records>/<kind>/<id>`. */
    readonly records: string;
  };
}

/**
 * A tenant transaction, opaque to everything but stores. Handlers pass it on; only `@countersign/db` can open it, so a
 * query outside an organization's transaction cannot be written.
 */
export interface Tx {
  readonly tenantTransaction: never;
}
