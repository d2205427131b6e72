import {
  type Answer,
  type AuthorizationServer,
  pkce,
  redeem as redeemCode,
  refresh,
  registerPublic,
  type Tokens,
  authorizationUrl as urlOf,
} from '@countersign/testing/oauth-client';
import type { House } from './house.ts';
import type { Credentials } from './mcp-client.ts';

export interface AuthorizationRequest {
  readonly state?: string;
  readonly resource?: string;
  readonly scope?: string;
  /** A client that needs no registration: pre-registered, or a metadata document's address. */
  readonly clientId?: string;
}

/** Builds the address a client would send a person to, registering the client first unless it is known. */
export async function authorizationUrl(house: House, credentials: Credentials, request: AuthorizationRequest = {}) {
  const server = house.apps.auth;
  const { redirectUrl, clientMetadata } = credentials;
  const clientId = request.clientId ?? (await registerPublic(server, redirectUrl, clientMetadata.client_name));
  credentials.saveClientInformation({ client_id: clientId });
  const { verifier, challenge } = pkce();
  credentials.saveCodeVerifier(verifier);
  const url = urlOf(server, {
    client_id: clientId,
    redirect_uri: redirectUrl,
    code_challenge: challenge,
    resource: request.resource ?? `${house.urls.mcp}/mcp`,
    scope: request.scope ?? 'mcp:read mcp:write mcp:write:billing',
    state: request.state ?? 'state',
  });
  return { clientId, url };
}

/** Redeems the code a callback brought, as a public client. */
export function redeem(house: House, credentials: Credentials, callback: URL): Promise<Answer<Tokens>> {
  return redeemCode(house.apps.auth, {
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: credentials.redirectUrl,
    code_verifier: credentials.codeVerifier(),
    client_id: credentials.clientInformation()?.client_id,
  });
}

/** One renewal by hand, kept as a client would keep it. */
export async function renew(server: AuthorizationServer, credentials: Credentials): Promise<Answer<Tokens>> {
  const { clientId, refreshToken } = credentials.held();
  const answer = await refresh(server, clientId, refreshToken);
  if (answer.status === 200) credentials.saveTokens({ ...answer.body, token_type: 'Bearer' });
  return answer;
}
