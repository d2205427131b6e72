/** RFC 8707 resources of the connector URLs: `<MCP_URL>/mcp` with a picker, `<MCP_URL>/mcp/o/<slug>` locked to one organization. */
export interface Resource {
  /** The one spelling that tokens name as their audience. */
  readonly canonical: string;
  /** Set when the URL names an organization. Not checked to exist: the consent page tells that to members only. */
  readonly organizationSlug: string | null;
}

const PINNED = /^\/mcp\/o\/([a-z0-9](?:-?[a-z0-9])*)$/;

/** The resource for requests that name none. */
export function defaultResource(mcpUrl: string): string {
  return `${mcpUrl}/mcp`;
}

/**
 * Reads any spelling clients are known to send: with a trailing slash, the bare origin, another letter case of host or slug.
 * Undefined for what is not a resource of this server, which includes every query, fragment and user part.
 */
export function readResource(mcpUrl: string, value: string): Resource | undefined {
  const url = URL.parse(value);
  if (!url || url.origin !== mcpUrl || url.username || url.password || value.includes('#') || value.includes('?')) {
    return undefined;
  }
  const path = url.pathname.replace(/\/+$/, '').toLowerCase();
  if (path === '' || path === '/mcp') return { canonical: defaultResource(mcpUrl), organizationSlug: null };
  const slug = PINNED.exec(path)?.[1];
  return slug === undefined ? undefined : { canonical: `${mcpUrl}/mcp/o/${slug}`, organizationSlug: slug };
}

/** Brings a request's `resource` values to their canonical spelling and drops repetitions; unknown ones stay, to be refused. */
export function canonicalResources(mcpUrl: string, values: readonly string[]): string[] {
  const named = values.filter((value) => value !== '');
  return [...new Set(named.map((value) => readResource(mcpUrl, value)?.canonical ?? value))];
}
