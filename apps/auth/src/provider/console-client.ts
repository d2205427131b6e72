import { deriveKey } from '@countersign/runtime/secret-key';
import type { ClientMetadata } from 'oidc-provider';

export const CONSOLE_CLIENT_ID = 'countersign-console';
export const CONSOLE_SCOPES = ['openid', 'profile', 'email'];

/**
 * The product's own console: signs people in with OpenID Connect and has no access to the MCP resource. Both apps derive its secret
 * from SECRET_KEY, so there is nothing to configure.
 */
export function consoleClient(consoleUrl: string, secretKey: string): ClientMetadata {
  return {
    client_id: CONSOLE_CLIENT_ID,
    client_name: 'Countersign console',
    client_secret: deriveKey(secretKey, 'console-client').toString('base64url'),
    redirect_uris: [`${consoleUrl}/auth/callback`],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
