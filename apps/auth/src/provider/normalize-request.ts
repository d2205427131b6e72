import { OAUTH_SCOPES, type OAuthScope, readOAuthScopes } from '@countersign/contracts/scopes';
import { CONSOLE_CLIENT_ID } from './console-client.ts';
import { canonicalResources, defaultResource } from './resources.ts';

/** Parameters that mean something only with `openid`; strict servers refuse them without it, and real clients send them. */
const OPENID_ONLY = ['acr_values', 'claims', 'claims_locales', 'id_token_hint', 'max_age', 'nonce'];
const PROMPTS = new Set(['login', 'consent', 'none']);
/** No mode there is, so the provider refuses it as it should. */
const REFUSED_MODE = 'refused';

/** The client's own wish, kept beside the widened `scope`. Always overwritten here, so a client cannot forge it. */
export const ASKED_SCOPE = 'x_asked_scope';
/** The moment after which the person must have proved who they are, where the client asks for that. Overwritten here, too. */
export const PROOF_AFTER = 'x_proof_after';

/** What an authorization request asks for; one that names no scope we know asks to read. */
export function askedScopes(scope: unknown): OAuthScope[] {
  return readOAuthScopes(scope) ?? OAUTH_SCOPES.slice(0, 1);
}

/**
 * An authorization request as the provider is to see it. Clients spell `resource` in many ways, name scopes we do not have or none,
 * and add OpenID parameters; none of that is worth a failed connection.
 *
 * A code is answered in the query alone. In a fragment or a form it reaches a page that did not expect it and does not use it up, where
 * whatever else runs there may find it; the provider cannot be told to leave those modes out.
 *
 * `scope` is widened to everything: the grant then carries all scopes, and each token is cut to what the person approved and the
 * organization allows at that moment. So approval can be raised later without a new authorization, which clients rarely start.
 */
export function normalizeAuthorizationRequest(mcpUrl: string, query: URLSearchParams, now: Date): URLSearchParams {
  const params = new URLSearchParams(query);
  params.delete(ASKED_SCOPE);
  const after = proofAfter(params, now);
  params.delete(PROOF_AFTER);
  if (after) params.set(PROOF_AFTER, after.toISOString());
  const resources = params.getAll('resource');
  params.delete('resource');
  if ((params.get('response_mode') ?? 'query') !== 'query') params.set('response_mode', REFUSED_MODE);
  if (params.get('client_id') === CONSOLE_CLIENT_ID) {
    for (const resource of resources) params.append('resource', resource);
    return params;
  }
  const canonical = canonicalResources(mcpUrl, resources);
  for (const resource of canonical.length > 0 ? canonical : [defaultResource(mcpUrl)]) {
    params.append('resource', resource);
  }
  params.set(ASKED_SCOPE, askedScopes(params.getAll('scope')).join(' '));
  params.set('scope', OAUTH_SCOPES.join(' '));
  for (const name of OPENID_ONLY) params.delete(name);
  const prompts = (params.get('prompt') ?? '').split(' ').filter((prompt) => PROMPTS.has(prompt));
  params.delete('prompt');
  if (prompts.length > 0) params.set('prompt', prompts.join(' '));
  return params;
}

/**
 * `prompt=login` asks for a proof made for this request, `max_age` for one that is not older (OpenID Connect Core §3.1.2.1). Both are
 * honoured without `openid`, too: a client that sends them means it.
 */
function proofAfter(params: URLSearchParams, now: Date): Date | undefined {
  if ((params.get('prompt') ?? '').split(' ').includes('login')) return now;
  const maxAge = params.get('max_age') ?? '';
  return /^\d{1,9}$/.test(maxAge) ? new Date(now.getTime() - Number(maxAge) * 1000) : undefined;
}

/** A token request as the provider is to see it, and the scopes its client asked for. */
export interface TokenRequest {
  readonly form: URLSearchParams;
  /** Of a renewal; undefined when it names none that we know. */
  readonly asked: readonly OAuthScope[] | undefined;
}

/**
 * Reads a token request with the same leniency, so that both legs of a flow agree on the resource and the scopes. The provider never sees
 * `scope`: what a renewed token carries is decided with the connection.
 */
export function normalizeTokenRequest(mcpUrl: string, given: URLSearchParams): TokenRequest {
  const form = new URLSearchParams(given);
  const resources = canonicalResources(mcpUrl, form.getAll('resource'));
  form.delete('resource');
  for (const resource of resources) form.append('resource', resource);
  const asked = form.get('grant_type') === 'refresh_token' ? readOAuthScopes(form.getAll('scope')) : undefined;
  form.delete('scope');
  return { form, asked };
}
