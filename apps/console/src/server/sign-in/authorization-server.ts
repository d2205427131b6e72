import { deriveKey } from '@countersign/runtime/secret-key';
import * as oidc from 'openid-client';
import type { ConsoleEnv } from '../../env.ts';

const CLIENT_ID = 'countersign-console';
const TIMEOUT_SECONDS = 10;

export interface AuthorizationServer {
  /** Its discovered configuration. Asks at the first use, and again after every failure: the two apps start in any order. */
  readonly configuration: () => Promise<oidc.Configuration>;
}

/** `apps/auth` as an OpenID provider; the console is a confidential client of it like any other. */
export function authorizationServer({ authUrl, secretKey }: ConsoleEnv): AuthorizationServer {
  const clientSecret = deriveKey(secretKey, 'console-client').toString('base64url');
  let found: Promise<oidc.Configuration> | undefined;

  async function discover(): Promise<oidc.Configuration> {
    return oidc.discovery(new URL(authUrl), CLIENT_ID, undefined, oidc.ClientSecretBasic(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      execute: [
        // The ID token's signature is verified too, although it comes straight from the token endpoint.
        oidc.enableNonRepudiationChecks,
        // Settings allow http on this machine only.
        ...(authUrl.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
      ],
    });
  }

  return {
    configuration() {
      found ??= discover().catch((error: unknown) => {
        found = undefined;
        throw error;
      });
      return found;
    },
  };
}
