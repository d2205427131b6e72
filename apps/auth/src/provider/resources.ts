/**
 * RFC 8707 resources of the connector URLs: `<MCP_URL>/mcp` with a picker, `<MCP_URL>/mcp/o/<slug>` locked to one organization, and
 * each with `/readonly` behind it.
 */
export interface Resource {
  /** The one spelling that tokens name as their audience. */
  readonly canonical: string;
  /** Set when the URL names an organization. Not checked to exist: the consent page tells that to members only. */
  readonly organizationSlug: string | null;
  /** True when nothing can be changed there, whatever is approved. */
  readonly readOnly: boolean;
}

const PATH = /^\/mcp(?:\/o\/([a-z0-9](?:-?[a-z0-9])*))?(\/readonly)?$/;
/** Which tools an address shows is no part of what it is: the same resource, and the same tokens. */
const TOOLSETS = /^\?toolsets=(?:[a-z_,]|%2c)*$/i;

/** Longer than any spelling of one. What is longer is read no further: a pattern can take the square of a length. */
const LENGTH_MAX = 1000;

/** The resource for requests that name none. */
export function defaultResource(mcpUrl: string): string {
  return `${mcpUrl}/mcp`;
}

/** Of a resource in its canonical spelling. */
export function isReadOnly(canonical: string): boolean {
  return canonical.endsWith('/readonly');
}

/**
 * Reads any spelling clients are known to send: with a trailing slash, the bare origin, another letter case of host or slug, the
 * choice of toolsets. Undefined for what is not a resource of this server, which includes every other query, fragment and user part.
 */
export function readResource(mcpUrl: string, value: string): Resource | undefined {
  const url = value.length > LENGTH_MAX ? null : URL.parse(value);
  if (!url || url.origin !== mcpUrl || url.username || url.password || value.includes('#')) return undefined;
  if (value.includes('?') && !TOOLSETS.test(url.search)) return undefined;
  const [path, slug = null, readonly] = PATH.exec(url.pathname.replace(/\/+$/, '').toLowerCase() || '/mcp') ?? [];
  if (path === undefined) return undefined;
  return { canonical: `${mcpUrl}${path}`, organizationSlug: slug, readOnly: readonly !== undefined };
}

/** Brings a request's `resource` values to their canonical spelling and drops repetitions; unknown ones stay, to be refused. */
export function canonicalResources(mcpUrl: string, values: readonly string[]): string[] {
  const named = values.filter((value) => value !== '');
  return [...new Set(named.map((value) => readResource(mcpUrl, value)?.canonical ?? value))];
}
