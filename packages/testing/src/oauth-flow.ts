import { createHash, randomBytes } from 'node:crypto';
import { HeadlessBrowser, type Page } from './headless-browser.ts';

/** What a person does on the way: who signs in, and what is chosen on the consent page. */
export interface PersonsChoices {
  readonly email: string;
  readonly password: string;
  /** Slug. Left out where the connector's address names the organization. */
  readonly organization?: string;
  readonly teamId?: string;
  readonly write?: boolean;
  readonly billing?: boolean;
  /** `Cancel` sends the person back with `access_denied`. */
  readonly decision?: 'Allow' | 'Cancel';
}

/** As a token endpoint answers; `error` members where it refuses. */
export interface TokenAnswer {
  readonly status: number;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly error?: string;
  readonly error_description?: string;
}

export interface ServerMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly registration_endpoint: string;
  readonly revocation_endpoint: string;
}

export interface ConnectOptions extends PersonsChoices {
  /** The authorization server. */
  readonly issuer: string;
  /** The connector URL. */
  readonly resource: string;
  /** A client that exists already; otherwise a public one is registered. */
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly scope?: string;
}

export interface Connected {
  readonly metadata: ServerMetadata;
  readonly clientId: string;
  readonly tokens: TokenAnswer;
}

const CALLBACK = 'http://127.0.0.1:43210/callback';

/** RFC 8414. */
export async function discover(issuer: string): Promise<ServerMetadata> {
  const response = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
  return (await response.json()) as ServerMetadata;
}

/** RFC 7591; a public client. */
export async function registerClient(metadata: ServerMetadata, redirectUri = CALLBACK): Promise<string> {
  const response = await fetch(metadata.registration_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Headless', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
  });
  return ((await response.json()) as { client_id: string }).client_id;
}

/**
 * Walks the pages of an authorization request as a person without scripts would, and gives the address of the client's callback with
 * its answer. Throws with the page's HTML where it ends anywhere else, such as at the page that explains a refusal.
 */
export async function answerAuthorization(
  authorizationUrl: string | URL,
  choices: PersonsChoices,
  browser = new HeadlessBrowser([new URL(authorizationUrl).origin]),
): Promise<URL> {
  let at = await browser.open(authorizationUrl);
  if (!(at instanceof URL) && hasButton(at, 'Sign in')) {
    at = await browser.submit(at, 'Sign in', { email: choices.email, password: choices.password });
  }
  if (!(at instanceof URL) && hasButton(at, 'Allow')) {
    at = await browser.submit(at, choices.decision ?? 'Allow', {
      ...(choices.organization === undefined ? {} : { organization: choices.organization }),
      ...(choices.teamId === undefined ? {} : { team: choices.teamId }),
      write: choices.write ? 'on' : null,
      billing: choices.billing ? 'on' : null,
    });
  }
  if (at instanceof URL) return at;
  throw new Error(`The authorization ended at ${at.url.pathname} with ${at.status}:\n${at.html}`);
}

/** The whole way of a client that knows only its authorization server and resource: discovery, registration, consent, token. */
export async function connectClient(options: ConnectOptions): Promise<Connected> {
  const { issuer, resource, redirectUri = CALLBACK, scope } = options;
  const metadata = await discover(issuer);
  const clientId = options.clientId ?? (await registerClient(metadata, redirectUri));
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(metadata.authorization_endpoint);
  const request = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomBytes(8).toString('base64url'),
    resource,
    ...(scope === undefined ? {} : { scope }),
  };
  url.search = new URLSearchParams(request).toString();
  const answer = (await answerAuthorization(url, options)).searchParams;
  if (answer.get('iss') !== issuer || answer.get('state') !== request.state) throw new Error('The answer is not ours.');
  const code = answer.get('code');
  if (code === null) throw new Error(`${answer.get('error')}: ${answer.get('error_description')}`);
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    resource,
    code,
    code_verifier: verifier,
  };
  return { metadata, clientId, tokens: await postToken(metadata, form) };
}

export function renew(
  { metadata, clientId, tokens }: Connected,
  form: Record<string, string> = {},
): Promise<TokenAnswer> {
  return postToken(metadata, {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: tokens.refresh_token,
    ...form,
  });
}

async function postToken(metadata: ServerMetadata, form: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(metadata.token_endpoint, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, ...((await response.json()) as Omit<TokenAnswer, 'status'>) };
}

function hasButton({ forms }: Page, text: string): boolean {
  return forms.some(({ buttons }) => buttons.has(text));
}
