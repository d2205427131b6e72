import { createHash } from 'node:crypto';
import type { OAuthScope } from '@countersign/contracts/scopes';
import { fixedId } from '@countersign/runtime/ids';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Interaction } from '../../src/interactions/interactions.ts';
import { AUTH_URL, MCP_URL, random } from './harness.ts';

export const REDIRECT_URI = 'https://client.example.com/callback';

/** A browser's cookie jar, as much of one as these tests need: names and the paths they are sent to. */
class CookieJar {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  store(response: LightMyRequestResponse): void {
    for (const { name, value, path = '/', maxAge, expires } of response.cookies) {
      const gone = value === '' || maxAge === 0 || (expires && expires.getTime() < Date.now());
      if (gone) this.#cookies.delete(`${path} ${name}`);
      else this.#cookies.set(`${path} ${name}`, { value, path });
    }
  }

  headerFor(path: string): string {
    const sent = [...this.#cookies].filter(
      ([, cookie]) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')),
    );
    return sent.map(([key, { value }]) => `${key.split(' ')[1]}=${value}`).join('; ');
  }
}

export interface Browser {
  readonly get: (url: string) => Promise<LightMyRequestResponse>;
  readonly step: (uid: string, body: object) => Promise<LightMyRequestResponse>;
}

export function openBrowser(app: FastifyInstance): Browser {
  const jar = new CookieJar();
  const send = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const { pathname, search } = new URL(url, AUTH_URL);
    const headers = { cookie: jar.headerFor(pathname), host: 'auth.example.com' };
    const response = await app.inject({ method, url: pathname + search, headers, ...(body ? { payload: body } : {}) });
    jar.store(response);
    return response;
  };
  return {
    get: (url) => send('GET', url),
    step: (uid, body) => send('POST', `/oauth/interaction/${uid}/test`, body),
  };
}

export function pkce() {
  const verifier = random() + random();
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function authorizeUrl(params: Record<string, string | readonly string[] | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, one);
  }
  return `/oauth/authorize?${query.toString()}`;
}

export function register(app: FastifyInstance, metadata: object) {
  return app.inject({ method: 'POST', url: '/oauth/register', payload: metadata });
}

/** Registers a public client with one https redirect URI. */
export async function registerPublic(app: FastifyInstance): Promise<string> {
  const response = await register(app, {
    client_name: 'Test client',
    redirect_uris: [REDIRECT_URI],
    token_endpoint_auth_method: 'none',
  });
  return response.json<{ client_id: string }>().client_id;
}

export function post(app: FastifyInstance, path: string, form: Record<string, string | undefined>, headers = {}) {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(given).toString(),
  });
}

export interface ConsentOptions {
  readonly clientId: string;
  readonly person?: string;
  readonly organization?: string;
  readonly team?: string;
  readonly approved?: readonly OAuthScope[];
  /** Parameters of the authorization request that differ from a well-behaved one; undefined leaves one out. */
  readonly params?: Record<string, string | readonly string[] | undefined>;
}

export interface Authorized {
  readonly code: string;
  readonly verifier: string;
  readonly redirect: URL;
  readonly interaction: Interaction;
}

/** From the authorization request to the client's redirect URI, through sign-in and consent. */
export async function authorize(app: FastifyInstance, options: ConsentOptions): Promise<Authorized> {
  const browser = openBrowser(app);
  const { verifier, challenge } = pkce();
  const uid = await startInteraction(browser, options, challenge);
  const userId = fixedId('user', options.person ?? 'ada');
  const resumed = await browser.get(
    (await browser.step(uid, { step: 'signedIn', userId })).json<{ value: string }>().value,
  );
  const consentUid = interactionUid(resumed);
  const interaction = (await browser.step(consentUid, { step: 'find' })).json<{ value: Interaction }>().value;
  const organization = options.organization ?? 'acme';
  const decision = {
    userId,
    organizationId: fixedId('organization', organization),
    teamId: options.team ? fixedId('team', organization, options.team) : null,
    approved: options.approved ?? ['mcp:read', 'mcp:write'],
  };
  const allowed = await browser.step(consentUid, { step: 'allow', decision });
  if (allowed.statusCode !== 200) throw new Error(allowed.body);
  const ended = await browser.get(allowed.json<{ value: string }>().value);
  const redirect = new URL(String(ended.headers.location));
  return { code: redirect.searchParams.get('code') ?? '', verifier, redirect, interaction };
}

/** Sends the authorization request; gives the uid of the sign-in interaction. */
export async function startInteraction(browser: Browser, options: ConsentOptions, challenge: string): Promise<string> {
  const response = await browser.get(
    authorizeUrl({
      client_id: options.clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state: random(),
      scope: 'mcp:read mcp:write',
      resource: `${MCP_URL}/mcp`,
      ...options.params,
    }),
  );
  return interactionUid(response);
}

export function interactionUid(response: LightMyRequestResponse): string {
  const location = String(response.headers.location);
  const uid = /^\/oauth\/interaction\/([\w-]+)$/.exec(location)?.[1];
  if (!uid) throw new Error(`No interaction: ${response.statusCode} ${location} ${response.body}`);
  return uid;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly id_token?: string;
}

export async function connect(app: FastifyInstance, options: ConsentOptions): Promise<Tokens> {
  const { code, verifier } = await authorize(app, options);
  const response = await redeem(app, { client_id: options.clientId, code, code_verifier: verifier });
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json<Tokens>();
}

export function redeem(app: FastifyInstance, form: Record<string, string | undefined>, headers = {}) {
  return post(app, '/oauth/token', { grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, ...form }, headers);
}

export function refresh(app: FastifyInstance, clientId: string, refreshToken: string, form = {}, headers = {}) {
  return post(
    app,
    '/oauth/token',
    { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken, ...form },
    headers,
  );
}
