import type { OAuthScope } from '@countersign/contracts/scopes';

/** The result of authentication: who presents themselves, before anything is known of what they may do now. */
export type Principal = ConnectionPrincipal | ApiKeyPrincipal;

/** By an access token, whose signature says already whose it is. */
export interface ConnectionPrincipal {
  readonly kind: 'connection';
  readonly connectionId: string;
  readonly userId: string;
  readonly clientId: string;
  /** The one resource the credential was made for (RFC 8707). */
  readonly resource: string;
  /** The most this token may ever do: everything, unless its client asked for less than it could have had. */
  readonly scopes: readonly OAuthScope[];
  /** The `scope` claim: what of that was effective when the token was issued. A hint, since switches and roles move on. */
  readonly issuedScopes: readonly OAuthScope[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** By an API key, of which only the form is known: until the gate has looked for its digest it may be anybody's invention. */
export interface ApiKeyPrincipal {
  readonly kind: 'api_key';
  /** SHA-256 of the key. */
  readonly digest: Buffer;
}
