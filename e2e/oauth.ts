import { createHash, randomBytes } from 'node:crypto';
import type { House } from './house.ts';
import type { Credentials } from './mcp-client.ts';

export interface TokenAnswer {
  readonly status: number;
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly error?: string;
  readonly error_description?: string;
}

/** Registers a client (RFC 7591) with whatever it says of itself. */
export async function register(house: House, metadata: object): Promise<{ client_id: string; client_secret?: string }> {
  const response = await fetch(`${house.urls.auth}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`Registration answered ${response.status}: ${answer}`);
  return JSON.parse(answer) as { client_id: string; client_secret?: string };
}

export interface AuthorizationRequest {
  readonly state?: string;
  readonly resource?: string;
  readonly scope?: string;
  /** A client that needs no registration: pre-registered, or a metadata document's address. */
  readonly clientId?: string;
}

/** Builds the address a client would send a person to, registering the client first unless it is known. */
export async function authorizationUrl(house: House, credentials: Credentials, request: AuthorizationRequest = {}) {
  const clientId = request.clientId ?? (await register(house, credentials.clientMetadata)).client_id;
  credentials.saveClientInformation({ client_id: clientId });
  const verifier = randomBytes(32).toString('base64url');
  credentials.saveCodeVerifier(verifier);
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: credentials.redirectUrl,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: request.resource ?? `${house.urls.mcp}/mcp`,
    scope: request.scope ?? 'mcp:read mcp:write mcp:write:billing',
    state: request.state ?? 'state',
  });
  return { clientId, url: `${house.urls.auth}/oauth/authorize?${query}` };
}

/** Redeems the code a callback brought, as a public client. */
export async function redeem(house: House, credentials: Credentials, callback: URL): Promise<TokenAnswer> {
  return tokenRequest(house.urls.auth, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: credentials.redirectUrl,
    code_verifier: credentials.codeVerifier(),
    client_id: credentials.clientInformation()?.client_id ?? '',
  });
}

/** One renewal by hand, kept as a client would keep it. `at` names another process of the authorization server. */
export async function renew(house: House, credentials: Credentials, at = house.urls.auth): Promise<TokenAnswer> {
  const { clientId, refreshToken } = credentials.held();
  const answer = await refresh(at, clientId, refreshToken);
  if (answer.access_token && answer.refresh_token) {
    credentials.saveTokens({
      access_token: answer.access_token,
      refresh_token: answer.refresh_token,
      token_type: 'Bearer',
    });
  }
  return answer;
}

/** The renewal request itself; keeps nothing. */
export async function refresh(at: string, clientId: string, refreshToken: string): Promise<TokenAnswer> {
  return tokenRequest(at, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId });
}

async function tokenRequest(at: string, parameters: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(`${at}/oauth/token`, { method: 'POST', body: new URLSearchParams(parameters) });
  return { status: response.status, ...((await response.json()) as Omit<TokenAnswer, 'status'>) };
}
