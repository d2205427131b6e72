import { randomBytes } from 'node:crypto';
import {
  type AuthorizationServer,
  authorizationUrl,
  discover,
  pkce,
  redeem,
  refresh,
  registerPublic,
  type Tokens,
} from './oauth-client.ts';
import type { Choice, Person } from './person.ts';

export interface ConnectOptions {
  /** The authorization server, which is all that the client knows besides the resource. */
  readonly issuer: string;
  /** The connector URL. */
  readonly resource: string;
  readonly person: Person;
  readonly choice?: Choice;
}

export interface Connected {
  readonly server: AuthorizationServer;
  readonly clientId: string;
  readonly tokens: Tokens;
}

const REDIRECT_URI = 'http://127.0.0.1:43210/callback';

/** The whole way of a public client: discovery, registration, consent, token. Throws with the error that came back to it. */
export async function connectClient({ issuer, resource, person, choice = {} }: ConnectOptions): Promise<Connected> {
  const server = await discover({ url: issuer });
  const clientId = await registerPublic(server, REDIRECT_URI);
  const { verifier, challenge } = pkce();
  const state = randomBytes(8).toString('base64url');
  const request = { client_id: clientId, redirect_uri: REDIRECT_URI, resource };
  const url = authorizationUrl(server, { ...request, code_challenge: challenge, state });
  const answer = (await person.consent(url, choice)).searchParams;
  if (answer.get('iss') !== issuer || answer.get('state') !== state) throw new Error('The answer is not ours.');
  const code = answer.get('code');
  if (code === null) throw new Error(`${answer.get('error')}: ${answer.get('error_description')}`);
  const { status, body } = await redeem(server, { ...request, code, code_verifier: verifier });
  if (status !== 200) throw new Error(`The code was not redeemed: ${JSON.stringify(body)}`);
  return { server, clientId, tokens: body };
}

/** One renewal with the tokens as they stand; keeps nothing. */
export function renew({ server, clientId, tokens }: Connected) {
  return refresh(server, clientId, tokens.refresh_token);
}
