import { AppError } from '@countersign/contracts/errors';
import { readOAuthScopes } from '@countersign/contracts/scopes';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { ConnectionPrincipal } from './principal.ts';
import type { SigningKeys } from './signing-keys.ts';

/**
 * The claim that says how far a token may reach if the organization and the role let it. `scope` (RFC 9068 §2.2.3) says what was effective
 * when it was issued: cut by a switch it is narrower, and the switch that comes back gives that back at once.
 */
export const SCOPE_LIMIT = 'scope_limit';

export interface AccessTokenRules {
  /** The exact `iss`: the authorization server's issuer identifier. */
  readonly issuer: string;
  readonly keys: SigningKeys;
}

/** Clocks of two machines differ a little; RFC 9068 §4 leaves the leeway to the resource server. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** One sentence for every flaw: the flaw itself goes to the log. */
export function invalidToken(cause: unknown): AppError {
  return new AppError(
    'unauthenticated',
    'The access token is invalid, expired or meant for another resource. Renew it, or connect again.',
    {
      cause,
    },
  );
}

/**
 * Verifies a JWT access token (RFC 9068): ES256 only, `typ: at+jwt`, exact issuer, expiry, and an audience that is one
 * string. An array of audiences is refused even with one member: JWT libraries treat it as membership, and a token for two
 * resources is one that a second resource could replay here. Does not compare the audience with the requested URL, and does
 * not know whether the connection still lives: `authenticate` and the gate do.
 */
export async function verifyAccessToken(
  accessToken: string,
  now: Date,
  { issuer, keys }: AccessTokenRules,
): Promise<{ principal: ConnectionPrincipal; kid: string }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      async ({ kid }) => {
        const key = kid === undefined ? undefined : await keys.find(kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        algorithms: ['ES256'],
        typ: 'at+jwt',
        issuer,
        currentDate: now,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['iss', 'aud', 'sub', 'exp', 'client_id', 'connection_id'],
      },
    );
    return { principal: principalOf(payload), kid: protectedHeader.kid ?? '' };
  } catch (error) {
    throw error instanceof errors.JOSEError ? invalidToken(error) : error;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function principalOf(claims: JWTPayload): ConnectionPrincipal {
  const { aud, sub, exp, client_id: clientId, connection_id: connectionId, scope } = claims;
  const issuedScopes = readOAuthScopes(scope) ?? [];
  if (
    typeof aud !== 'string' ||
    typeof sub !== 'string' ||
    typeof exp !== 'number' ||
    typeof clientId !== 'string' ||
    typeof connectionId !== 'string' ||
    !UUID.test(connectionId)
  ) {
    throw invalidToken('a claim has the wrong shape');
  }
  return Object.freeze({
    kind: 'connection',
    connectionId,
    userId: sub,
    clientId,
    resource: aud,
    // Tokens of versions that did not say whose wish a narrow scope was are bound by it, for the hour they live.
    scopes: Object.freeze(
      claims[SCOPE_LIMIT] === undefined ? issuedScopes : (readOAuthScopes(claims[SCOPE_LIMIT]) ?? []),
    ),
    issuedScopes: Object.freeze(issuedScopes),
    expiresAt: exp,
  });
}
