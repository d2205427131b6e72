import { OAUTH_SCOPES, type OAuthScope } from '@countersign/contracts/scopes';

/** One URL people can connect to, in the words of RFC 8707 and RFC 9728. */
export interface ProtectedResource {
  /** What an access token's `aud` must be: the configured address, the organization's slug in lower case, without a query. */
  readonly url: string;
  /** As it was asked for, for clients that compare it with what the person typed. */
  readonly askedUrl: string;
  readonly metadataUrl: string;
  readonly organizationSlug: string | null;
  /** Nothing can be changed there, whatever a credential allows. */
  readonly readOnly: boolean;
  /** What is worth asking for there. */
  readonly scopes: readonly OAuthScope[];
}

/** What a path and query say of a resource. */
export interface AskedResource {
  readonly slug?: string | undefined;
  /** The connector's host without a path: people type that, and claude.ai posts to it (anthropics/claude-ai-mcp#62). */
  readonly isBareHost?: boolean;
  /** With a slash behind it. */
  readonly hasSlash?: boolean;
  readonly readOnly?: boolean;
  /** The query with its question mark, or nothing. */
  readonly query?: string;
}

/** Of the slug as it was asked for: lower case alone would make an ASCII letter of the Kelvin sign. */
const SLUG = /^[a-z0-9](-?[a-z0-9])*$/i;
const SLUG_LENGTH_MAX = 63;
/** The one query that is a part of the address people connect to; what it chooses is no part of the audience. */
const TOOLSETS = /^\?toolsets=(?:[a-z_,]|%2c){0,500}$/i;

/**
 * The resource of `/mcp` (no slug) or `/mcp/o/<slug>`, perhaps with `/readonly`; undefined when it cannot be a slug. Does not ask
 * whether the organization exists, so the answer tells nobody. Clients may re-case a path or end it in a slash, so the slug is matched in
 * lower case, while the metadata address keeps the path that was asked for, as RFC 9728 §3.3 has clients compare it. The bare host is `/mcp` by another
 * name; its metadata has a slash behind it, since at the address without one `/mcp` has always been described.
 */
export function protectedResource(baseUrl: string, asked: AskedResource): ProtectedResource | undefined {
  const { slug, readOnly = false, query = '', isBareHost = false, hasSlash = isBareHost } = asked;
  if (slug !== undefined && (!SLUG.test(slug) || slug.length > SLUG_LENGTH_MAX)) return undefined;
  const organizationSlug = slug?.toLowerCase() ?? null;
  const path = (shown: string | null | undefined) => `/mcp${shown ? `/o/${shown}` : ''}${readOnly ? '/readonly' : ''}`;
  const shown = isBareHost ? '' : path(slug);
  const askedPath = `${shown}${hasSlash ? '/' : ''}${TOOLSETS.test(query) ? query : ''}`;
  return {
    url: `${baseUrl}${path(organizationSlug)}`,
    askedUrl: `${baseUrl}${askedPath}`,
    metadataUrl: `${baseUrl}/.well-known/oauth-protected-resource${askedPath}`,
    organizationSlug,
    readOnly,
    scopes: readOnly ? ['mcp:read'] : OAUTH_SCOPES,
  };
}

/** `/mcp` itself. REST accepts the same access tokens, because it is another wire to the same tools. */
export function connectorResource(baseUrl: string): ProtectedResource {
  const resource = protectedResource(baseUrl, {});
  if (!resource) throw new Error('The connector is always there.');
  return resource;
}

/** Whether the path of a request's address ends in a slash. */
export function endsInSlash(url: string): boolean {
  return /^[^?]*\/(?:\?|$)/.test(url);
}

/** The query of a request's address, with its question mark. */
export function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
