import { AppError } from '@countersign/contracts/errors';
import type { Pool } from '@countersign/db/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import { invalidToken, verifyAccessToken } from './access-token.ts';
import type { Principal } from './principal.ts';
import { createSigningKeys } from './signing-keys.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** Longer than any token of ours; refused before it is hashed. */
const ACCESS_TOKEN_LENGTH_MAX = 8192;

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
 * Authenticates bearer credentials (RFC 6750 §2.1, the header form only). The token's audience must be exactly the resource
 * asked for. Says who is calling, never what they may do: permission is read from the database on each request, by the gate.
 * When keys cannot be read it throws `unavailable`, so that a client keeps its credentials.
 */
export function createAuthenticator({ pool, log, clock, issuer }: AuthenticatorDeps): Authenticate {
  const keys = createSigningKeys(pool, log);
  const verified = new VerifiedTokens();

  return async (authorization, resource) => {
    const accessToken = bearerOf(authorization);
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
  };
}

function bearerOf(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw new AppError(
      'unauthenticated',
      'This resource needs an access token. Connect through the authorization server.',
    );
  }
  const [scheme, accessToken, ...rest] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !accessToken || rest.length > 0)
    throw invalidToken('not a bearer credential');
  if (accessToken.length > ACCESS_TOKEN_LENGTH_MAX) throw invalidToken('too long');
  return accessToken;
}
