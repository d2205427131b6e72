import {
  REDIRECT_URIS_MAX,
  redirectKind,
  redirectUriProblem,
  webUriProblem,
} from '@countersign/access/principals/uri-policy';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import type { ClientMetadata } from 'oidc-provider';
import { errors } from 'oidc-provider';

const NAME_LENGTH_MAX = 100;

export const AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
type AuthMethod = (typeof AUTH_METHODS)[number];

const SHOWN_URIS = ['client_uri', 'policy_uri', 'tos_uri', 'logo_uri'] as const;

/** Members with addresses that we never use: checked, so that a dangerous one is refused rather than ignored, and dropped. */
const UNUSED_URIS = [
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
  'initiate_login_uri',
  'jwks_uri',
  'post_logout_redirect_uris',
  'request_uris',
  'sector_identifier_uri',
] as const;

/** Members that we do not use and that only tie a client to options it would then fail with. */
const UNUSED = [
  'contacts',
  'default_acr_values',
  'default_max_age',
  'jwks',
  'require_auth_time',
  'response_modes',
  'scope',
  'subject_type',
] as const;

/** Members the provider does not know by itself and must hand to this policy. */
export const EXTRA_CLIENT_METADATA = [
  'token_endpoint_auth_methods_supported',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
  'post_logout_redirect_uris',
  'request_uris',
];

/** Client metadata while it is judged: members may hold anything the client sent. */
type Draft = Record<string, unknown>;

/**
 * The one policy for every client, however it is identified: registered, read from a metadata document, entered by an operator, or our
 * own. Rewrites `metadata` to what is used, and throws the RFC 7591 §3.2.2 error for what must not be. Fetches nothing, so there is
 * no member with which a client could make this server call another. Idempotent: it runs again on every load.
 */
export function applyClientPolicy(metadata: ClientMetadata): void {
  const draft = metadata as unknown as Draft;
  const byDocument = metadata.client_id.startsWith('https://');
  dropWhatIsNotSaid(draft);
  checkRedirectUris(draft);
  checkUris(draft);
  checkName(draft);
  checkGrants(draft);
  draft.token_endpoint_auth_method = authMethod(draft, byDocument);
  if (draft.token_endpoint_auth_method === 'none') {
    delete draft.client_secret;
    delete draft.client_secret_expires_at;
  }
  for (const name of [...UNUSED, ...UNUSED_URIS, ...EXTRA_CLIENT_METADATA]) delete draft[name];
  draft.subject_type = 'public';
  draft.id_token_signed_response_alg = 'ES256';
}

/** Programs write out members that they have no value for: null, an empty text, an empty list, or those in a list. All say nothing. */
function dropWhatIsNotSaid(draft: Draft): void {
  const isSaid = (value: unknown) =>
    value !== null && value !== undefined && !(typeof value === 'string' && value.trim() === '');
  for (const [name, value] of Object.entries(draft)) {
    if (Array.isArray(value)) draft[name] = value.filter(isSaid);
    if (!isSaid(value) || (Array.isArray(value) && value.every((one) => !isSaid(one)))) delete draft[name];
  }
}

/** One bad address refuses the whole request: a client that believes it registered three would fail later, out of our sight. */
function checkRedirectUris(draft: Draft): void {
  const uris = draft.redirect_uris;
  if (!Array.isArray(uris) || uris.length === 0) throw refused('redirect_uris must name at least one address');
  if (uris.length > REDIRECT_URIS_MAX)
    throw refused(`redirect_uris must not name more than ${REDIRECT_URIS_MAX} addresses`);
  for (const uri of uris) {
    const problem = redirectUriProblem(uri);
    if (problem) throw refused(`redirect_uris ${problem}`);
  }
  // What a client says of itself is no help: Cursor says "web" of a private-use scheme, and most say nothing of a loopback address,
  // whose port only a native client may vary (RFC 8252 §7.3).
  draft.application_type = uris.every((uri: string) => redirectKind(uri) === 'web') ? 'web' : 'native';
}

function checkUris(draft: Draft): void {
  for (const name of [...SHOWN_URIS, ...UNUSED_URIS]) {
    const values: unknown[] = Array.isArray(draft[name]) ? draft[name] : [draft[name]];
    for (const value of values) {
      const problem = value === undefined ? undefined : webUriProblem(value);
      if (problem) throw refused(`${name} ${problem}`);
    }
  }
}

function checkName(draft: Draft): void {
  const name = draft.client_name;
  if (name === undefined) return;
  if (typeof name !== 'string') throw refused('client_name must be a string');
  if (name.length > NAME_LENGTH_MAX) throw refused(`client_name must not be longer than ${NAME_LENGTH_MAX} characters`);
  if (hidesSomething(name)) throw refused('client_name must not contain control or invisible characters');
  if (!isSeen(name)) throw refused('client_name must contain something that can be seen');
}

/** Clients list grants of other servers too (device code, JWT bearer); what counts is whether they can use ours. */
function checkGrants(draft: Draft): void {
  const grants = listed(draft.grant_types);
  if (grants !== undefined && !(Array.isArray(grants) && grants.includes('authorization_code'))) {
    throw refused('grant_types must include authorization_code');
  }
  const types = listed(draft.response_types);
  if (types !== undefined && !(Array.isArray(types) && types.includes('code'))) {
    throw refused('response_types must include code');
  }
  draft.grant_types = ['authorization_code', 'refresh_token'];
  draft.response_types = ['code'];
}

/** A list of one word written without its brackets has one reading. */
function listed(value: unknown): unknown {
  return typeof value === 'string' ? value.split(/[\s,]+/) : value;
}

/**
 * How the client authenticates. A document is public, so it can hold no secret. Some list several methods and prefer one we do not
 * have; then the first that we have is meant.
 */
function authMethod(draft: Draft, byDocument: boolean): AuthMethod {
  const listed = draft.token_endpoint_auth_methods_supported;
  const named = [draft.token_endpoint_auth_method, ...(Array.isArray(listed) ? listed : [])];
  const wished = named.flatMap((one) => (typeof one === 'string' ? one.toLowerCase() : (one ?? [])));
  // RFC 7591 §2: what a client means that says nothing.
  if (wished.length === 0) return byDocument ? 'none' : 'client_secret_basic';
  const usable = byDocument ? (['none'] as const) : AUTH_METHODS;
  const method = usable.find((known) => known === wished[0]) ?? usable.find((known) => wished.includes(known));
  if (method) return method;
  // The provider fills in its default before this policy runs, so for a document that is the same as saying nothing.
  if (byDocument && draft.token_endpoint_auth_method === 'client_secret_basic') return 'none';
  throw refused(`token_endpoint_auth_method must be one of ${usable.join(', ')}`);
}

/** The provider answers `invalid_redirect_uri` for messages that begin with `redirect_uris`, else `invalid_client_metadata`. */
function refused(message: string): errors.InvalidClientMetadata {
  return new errors.InvalidClientMetadata(message);
}
