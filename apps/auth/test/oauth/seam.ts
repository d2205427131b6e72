import type { OAuthScope } from '@countersign/contracts/scopes';
import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import {
  type Answer,
  type AuthorizationServer,
  authorizationUrl,
  type Parameters,
  pkce,
  redeem,
  type Tokens,
} from '@countersign/testing/oauth-client';
import type { Page } from '@countersign/testing/page';
import type { Interaction } from '../../src/interactions/interactions.ts';
import { MCP_URL, random } from './harness.ts';

export interface ConsentOptions {
  readonly clientId: string;
  readonly person?: string;
  readonly organization?: string;
  readonly team?: string;
  readonly approved?: readonly OAuthScope[];
  /** Parameters of the authorization request that differ from a well-behaved one. */
  readonly params?: Parameters;
}

export interface Authorized {
  readonly code: string;
  readonly verifier: string;
  readonly redirect: URL;
  readonly interaction: Interaction;
}

/** What a step through the seam gives: where to go on, or what was refused. */
interface Step<Value> {
  readonly value: Value;
  readonly refused?: string;
}

/** Takes a step of an interaction past its pages. */
export async function take<Value = string>(browser: Browser, uid: string, step: object): Promise<Answer<Step<Value>>> {
  const { status, headers, html } = await browser.request(`/oauth/interaction/${uid}/test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  });
  return { status, headers, body: JSON.parse(html) as Step<Value> };
}

/** Takes a step that has to succeed, and goes where it leads. */
export async function goOn(browser: Browser, uid: string, step: object): Promise<Page> {
  const { status, body } = await take(browser, uid, step);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return browser.request(body.value);
}

/** Signs somebody in; gives the uid of the interaction that follows. */
export async function signIn(browser: Browser, uid: string, person: string): Promise<string> {
  return interactionUid(await goOn(browser, uid, { step: 'signedIn', userId: fixedId('user', person) }));
}

export async function find(browser: Browser, uid: string): Promise<Interaction> {
  return (await take<Interaction>(browser, uid, { step: 'find' })).body.value;
}

/** From the authorization request to the client's redirect URI, through sign-in and consent. */
export async function authorize(server: AuthorizationServer, options: ConsentOptions): Promise<Authorized> {
  const { person = 'ada', organization = 'acme', team, approved = ['mcp:read', 'mcp:write'] } = options;
  const browser = new Browser(server);
  const { verifier, challenge } = pkce();
  const uid = await signIn(browser, await startInteraction(browser, server, options, challenge), person);
  const interaction = await find(browser, uid);
  const decision = {
    userId: fixedId('user', person),
    organizationId: fixedId('organization', organization),
    teamId: team ? fixedId('team', organization, team) : null,
    approved,
  };
  const { location } = await goOn(browser, uid, { step: 'allow', decision });
  if (!location) throw new Error('The consent leads nowhere');
  return { code: location.searchParams.get('code') ?? '', verifier, redirect: location, interaction };
}

/** Sends the authorization request; gives the uid of the sign-in interaction. */
export async function startInteraction(
  browser: Browser,
  server: AuthorizationServer,
  { clientId, params }: ConsentOptions,
  challenge = pkce().challenge,
): Promise<string> {
  const url = authorizationUrl(server, {
    client_id: clientId,
    code_challenge: challenge,
    state: random(),
    scope: 'mcp:read mcp:write',
    resource: `${MCP_URL}/mcp`,
    ...params,
  });
  return interactionUid(await browser.request(url));
}

function interactionUid({ location, status, html }: Page): string {
  const uid = /^\/oauth\/interaction\/([\w-]+)$/.exec(location?.pathname ?? '')?.[1];
  if (!uid) throw new Error(`No interaction: ${status} ${location?.href} ${html}`);
  return uid;
}

/** The whole way to tokens. */
export async function connect(server: AuthorizationServer, options: ConsentOptions): Promise<Tokens> {
  const { code, verifier } = await authorize(server, options);
  const { status, body } = await redeem(server, { client_id: options.clientId, code, code_verifier: verifier });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
