import { AppError } from '@countersign/contracts/errors';
import type { Pool } from '@countersign/db/connections/pool';
import { bearerOf } from '@countersign/runtime/bearer';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import { digestOfApiKey, isApiKey, refusedApiKey } from '../keys/api-key.ts';
import { invalidToken, verifyAccessToken } from './access-token.ts';
import type { Principal } from './principal.ts';
import { createSigningKeys } from './signing-keys.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** Longer than any credential of ours; refused before it is hashed. */
const CREDENTIAL_LENGTH_MAX = 8192;

/** Turns the Authorization header of a request to `resource` into a Principal, or throws `unauthenticated`. */
export type Authenticate = (authorization: string | undefined, resource: string) => Promise<Principal>;

export interface AuthenticatorDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  /** The authorization server's issuer identifier. */
  readonly issuer: string;
}

/**
 * Authenticates bearer credentials (RFC 6750 §2.1, the header form only). An access token's audience must be exactly the resource
 * asked for. Of an API key only the form is judged, without the database, and no resource is asked for: the gate finds out whether
 * there is such a key, in the round trip it makes anyway. Says who is calling, never what they may do: permission is read from the database on each request, by the gate.
 * When keys cannot be read it throws `unavailable`, so that a client keeps its credentials.
 */
export function createAuthenticator({ pool, log, clock, issuer }: AuthenticatorDeps): Authenticate {
  const keys = createSigningKeys(pool, log);
  const verified = new VerifiedTokens();

  return async (authorization, resource) => {
    const credential = presented(authorization);
    if (isApiKey(credential)) return apiKeyPrincipal(credential);
    return connectionPrincipal(credential, resource);
  };

  async function connectionPrincipal(accessToken: string, resource: string): Promise<Principal> {
    const now = clock();
    const digest = VerifiedTokens.digest(accessToken);
    let entry = verified.get(digest);
    if (!entry || !keys.holds(entry.kid)) {
      verified.delete(digest);
      entry = await verifyAccessToken(accessToken, now, { issuer, keys });
      verified.set(digest, entry);
    } else if (entry.principal.expiresAt * 1000 <= now.getTime()) {
      verified.delete(digest);
      throw invalidToken('expired');
    } else {
      // Lets a key that was taken out of the table age out; costs nothing while it is fresh.
      await keys.find(entry.kid);
    }
    if (entry.principal.resource !== resource) throw invalidToken('meant for another resource');
    return entry.principal;
  }
}

function apiKeyPrincipal(key: string): Principal {
  const digest = digestOfApiKey(key);
  if (!digest) throw refusedApiKey('malformed');
  return { kind: 'api_key', digest };
}

function presented(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw new AppError(
      'unauthenticated',
      'This resource needs an access token or an API key. Connect through the authorization server, or send a key as a bearer credential.',
    );
  }
  const credential = bearerOf(authorization);
  if (credential === undefined) throw invalidToken('not a bearer credential');
  if (credential.length > CREDENTIAL_LENGTH_MAX) throw invalidToken('too long');
  return credential;
}
