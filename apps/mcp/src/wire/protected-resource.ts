/** One URL people can connect to, in the words of RFC 8707 and RFC 9728. */
export interface ProtectedResource {
  /** What an access token's `aud` must be: the configured address, the organization's slug in lower case. */
  readonly url: string;
  readonly metadataUrl: string;
  readonly organizationSlug: string | null;
}

/** Of the slug as it was asked for: lower case alone would make an ASCII letter of the Kelvin sign. */
const SLUG = /^[a-z0-9](-?[a-z0-9])*$/i;
const SLUG_LENGTH_MAX = 63;

/**
 * The resource of `/mcp` (no slug) or `/mcp/o/<slug>`; undefined when it cannot be a slug. Does not ask whether the
 * organization exists, so the answer tells nobody. Clients may re-case a path, so the slug is matched in lower case, while
 * the metadata address keeps the path that was asked for.
 */
export function protectedResource(baseUrl: string, slug: string | undefined): ProtectedResource | undefined {
  if (slug === undefined) return connectorResource(baseUrl);
  if (!SLUG.test(slug) || slug.length > SLUG_LENGTH_MAX) return undefined;
  const organizationSlug = slug.toLowerCase();
  return resourceAt(baseUrl, `/mcp/o/${organizationSlug}`, `/mcp/o/${slug}`, organizationSlug);
}

/** `/mcp` itself. REST accepts the same access tokens, because it is another wire to the same tools. */
export function connectorResource(baseUrl: string): ProtectedResource {
  return resourceAt(baseUrl, '/mcp', '/mcp', null);
}

function resourceAt(baseUrl: string, path: string, askedPath: string, organizationSlug: string | null) {
  return {
    url: `${baseUrl}${path}`,
    metadataUrl: `${baseUrl}/.well-known/oauth-protected-resource${askedPath}`,
    organizationSlug,
  };
}
