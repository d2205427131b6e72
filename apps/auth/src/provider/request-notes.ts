import type { RevocationReason, RevokedConnection } from '@countersign/access/gate/revoke-connection';
import type { TokenScopes } from '../connections/token-scopes.ts';
import type { RenewalReads } from './renewal-reads.ts';
import type { IssuingConnection } from './token-connection-of-request.ts';

/** What happened in one request that its audit events must tell; filled in where it happens. */
export interface TokenNotes {
  /** Of a renewal, what was asked for together with its refresh token. */
  renewal?: RenewalReads;
  /** Of a renewal, what its refresh token came with. */
  issuedBefore?: TokenScopes;
  /** The connection the token belongs to, read once. */
  connection?: IssuingConnection;
  /** How often a rotated refresh token has been used beyond its first use; 0 for a normal renewal. */
  graceUses?: number;
  /** Somebody else used the code or token first, within the grace time. */
  lostRace?: boolean;
  /** The provider ended the whole grant, so the request is kept although it is refused. */
  grantEnded?: boolean;
  /** The connection that ended with it. */
  revoked?: RevokedConnection & { readonly reason: RevocationReason };
}

const notes = new WeakMap<object, TokenNotes>();

/** The notes of a request; ones nobody reads for work outside any request. */
export function noteOf(request: object | undefined): TokenNotes {
  if (!request) return {};
  let note = notes.get(request);
  if (!note) {
    note = {};
    notes.set(request, note);
  }
  return note;
}
