import { createHash, randomBytes } from 'node:crypto';
import type { Site } from './site.ts';

/** Where clients of tests are sent back to, unless they say otherwise. */
export const REDIRECT_URI = 'https://client.example.com/callback';

/** RFC 8414 §2, as far as a client needs it. */
export interface ServerMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly registration_endpoint: string;
  readonly revocation_endpoint: string;
}

/** An authorization server, or one of several processes that are it. */
export interface AuthorizationServer extends Site {
  /** As discovered. Without it the endpoints are where this product has them, at `url`. */
  readonly metadata?: ServerMetadata;
}

/** Members of a request; a value that is undefined leaves one out. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** RFC 6749 §5.2: what any endpoint says where it refuses. */
interface Refusal {
  readonly error?: string;
  readonly error_description?: string;
}

/** RFC 7591 §3.2.1; without a secret for a public client, and without any of it where the endpoint refused. */
interface Registered extends Refusal {
  readonly client_id: string;
  readonly client_secret: string;
  readonly token_endpoint_auth_method: string;
}

/** RFC 6749 §5.1; without any of it where the endpoint refused. */
export interface Tokens extends Refusal {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly id_token?: string;
}

/** RFC 8414: gives the server with its metadata. */
export async function discover(site: Site): Promise<AuthorizationServer & { readonly metadata: ServerMetadata }> {
  const { body } = await send<ServerMetadata>(site, `${site.url}/.well-known/oauth-authorization-server`, {});
  return { ...site, metadata: body };
}

/** RFC 7591: whatever the client says of itself. */
export function register(server: AuthorizationServer, metadata: object): Promise<Answer<Registered>> {
  return send(server, endpoint(server, 'registration', 'register'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  });
}

/** Registers a public client and gives its `client_id`. */
export async function registerPublic(server: AuthorizationServer, redirectUri = REDIRECT_URI, name = 'Test client') {
  const { status, body } = await register(server, {
    client_name: name,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'none',
  });
  if (status !== 201) throw new Error(`Not registered: ${status} ${JSON.stringify(body)}`);
  return body.client_id;
}

/** RFC 7636. */
export function pkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** Where a client sends a person: the code flow with S256, unless the parameters say otherwise. */
export function authorizationUrl(server: AuthorizationServer, parameters: Parameters): string {
  const usual = { response_type: 'code', redirect_uri: REDIRECT_URI, code_challenge_method: 'S256' };
  const query = form({ ...usual, ...parameters });
  return `${endpoint(server, 'authorization', 'authorize')}?${query.toString()}`;
}

/** Redeems a code. A public client says its `client_id`. */
export function redeem(server: AuthorizationServer, parameters: Parameters, headers = {}): Promise<Answer<Tokens>> {
  const usual = { grant_type: 'authorization_code', redirect_uri: REDIRECT_URI };
  return post(server, endpoint(server, 'token'), { ...usual, ...parameters }, headers);
}

/** Renews with a refresh token; keeps nothing. */
export function refresh(
  server: AuthorizationServer,
  clientId: string,
  refreshToken: string,
  parameters: Parameters = {},
  headers = {},
): Promise<Answer<Tokens>> {
  const renewal = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
  return post(server, endpoint(server, 'token'), { ...renewal, ...parameters }, headers);
}

/** RFC 7009. */
export function revoke(server: AuthorizationServer, clientId: string, token: string): Promise<Answer<Refusal>> {
  return post(server, endpoint(server, 'revocation', 'revoke'), { client_id: clientId, token }, {});
}

function endpoint(
  { url, metadata }: AuthorizationServer,
  name: 'authorization' | 'token' | 'registration' | 'revocation',
  path: string = name,
): string {
  return metadata?.[`${name}_endpoint`] ?? `${url}/oauth/${path}`;
}

function form(parameters: Parameters): URLSearchParams {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) given.append(name, one);
  }
  return given;
}

function post<Body>(site: Site, url: string, parameters: Parameters, headers: object): Promise<Answer<Body>> {
  return send(site, url, { method: 'POST', headers: { ...headers }, body: form(parameters) });
}

/** An answer without a body, as of a revocation, counts as an empty object. */
async function send<Body>(site: Site, url: string, init: RequestInit): Promise<Answer<Body>> {
  const response = await (site.fetch ?? fetch)(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as Body };
}
