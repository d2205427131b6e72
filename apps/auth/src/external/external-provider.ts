import * as oidc from 'openid-client';
import { z } from 'zod';
import type { ExternalProviderSettings } from './external-provider-settings.ts';

const TIMEOUT_SECONDS = 10;
const SCOPE = 'openid email profile';

/** What a person's way to the provider and back is bound to. */
export interface ExternalRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Whom the provider vouches for. */
export interface ExternalClaims {
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Whether the provider says that the address is the person's. */
  readonly isVerified: boolean;
  /** When they proved there who they are (`auth_time`). Null where the provider does not say: then it vouches for now. */
  readonly provedAt: Date | null;
}

export interface ExternalProvider
  extends Pick<ExternalProviderSettings, 'name' | 'label' | 'issuer' | 'allowedDomains'> {
  /** Where to send the person. Throws when the provider cannot be discovered. */
  readonly start: (
    redirectUri: string,
    asks: {
      /** Whether the person shall prove there, too, who they are, and not go on as whoever is signed in. */ readonly isAgain: boolean;
    },
  ) => Promise<{ readonly url: string; readonly request: ExternalRequest }>;
  /** Redeems the code the person came back with. Throws for everything that is not exactly the answer to this request. */
  readonly finish: (callback: URL, request: ExternalRequest) => Promise<ExternalClaims>;
}

/**
 * A provider as this server is its client: code flow with PKCE, `state` and `nonce`. The library checks the issuer of the answer (RFC
 * 9207), the ID token with its signature, and the code verifier. Discovers at the first use, and again after every failure.
 */
export function externalProvider(settings: ExternalProviderSettings): ExternalProvider {
  const { name, label, issuer, clientId, clientSecret, allowedDomains } = settings;
  let found: Promise<oidc.Configuration> | undefined;

  const configuration = () => {
    found ??= oidc
      .discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretPost(clientSecret), {
        timeout: TIMEOUT_SECONDS,
        execute: [
          oidc.enableNonRepudiationChecks,
          // Settings allow http on this machine only.
          ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch((error: unknown) => {
        found = undefined;
        throw error;
      });
    return found;
  };

  return {
    name,
    label,
    issuer,
    allowedDomains,

    async start(redirectUri, { isAgain }) {
      const server = await configuration();
      const request = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(server, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: request.state,
        nonce: request.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
        ...(isAgain && { prompt: 'login' }),
      });
      return { url: url.href, request };
    },

    async finish(callback, { state, nonce, codeVerifier }) {
      const server = await configuration();
      const tokens = await oidc.authorizationCodeGrant(server, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = Claims.parse(tokens.claims());
      if (claims.email !== undefined || !server.serverMetadata().userinfo_endpoint) return vouched(claims);
      // Some providers tell the address here alone (OpenID Connect Core §5.4).
      const userInfo = Claims.parse(await oidc.fetchUserInfo(server, tokens.access_token, claims.sub));
      return vouched({ ...claims, ...userInfo });
    },
  };
}

const Claims = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  email: z.string().max(254).optional(),
  auth_time: z.number().int().positive().max(8.64e12).optional().catch(undefined),
  /** A few providers write it as text. */
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  /** Microsoft Entra ID has no `email_verified`; this optional claim says that the domain's owner was verified. */
  xms_edov: z.union([z.boolean(), z.stringbool(), z.literal([0, 1]).transform(Boolean)]).optional(),
});

/**
 * An address as signing up takes it. In others, lower case makes the same of different letters: the Kelvin sign becomes a `k`, and the
 * person somebody else.
 */
const Address = z.email();

function vouched({ sub, name, email, email_verified, xms_edov, auth_time }: z.infer<typeof Claims>): ExternalClaims {
  const isVerified = email_verified === true || (email_verified === undefined && xms_edov === true);
  return {
    subject: sub,
    name: name ?? null,
    email: Address.safeParse(email).data ?? null,
    isVerified,
    provedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
  };
}
