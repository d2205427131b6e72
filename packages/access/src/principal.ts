import type { OAuthScope } from '@countersign/contracts/scopes';

/** The result of authentication: who presents themselves, before anything is known of what they may do now. */
export interface Principal {
  readonly connectionId: string;
  readonly userId: string;
  readonly clientId: string;
  /** The one resource the credential was made for (RFC 8707). */
  readonly resource: string;
  /** The `scope` claim, which a client may have narrowed; only what this product knows. */
  readonly scopes: readonly OAuthScope[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}
