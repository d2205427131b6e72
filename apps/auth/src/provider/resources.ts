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
/** A whole address that was escaped once too often. */
const ESCAPED = /^\s*https?%3a/i;
/** Slashes, and what RFC 3986 §2.3 calls unreserved, which means the same with and without. */
const NEEDLESSLY_ESCAPED = /%(2[d-f]|3\d|[46][1-9a-f]|[57][0-9a]|5f|7e)/gi;
/** What clients write where they have no value to send. */
const NO_VALUE = /^\s*(?:null|undefined)?\s*$/i;

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
 * Reads any spelling clients are known to send: with a trailing slash or a doubled one, the bare origin, another letter case of scheme,
 * host, path or slug, the default port, letters of the path escaped, and any query. A query is no part of what the resource is: ours
 * chooses which tools are shown, and people add others to tell two entries of one address apart or to have a tool list read again.
 *
 * Undefined for what is no resource of this server, which includes a user part and a fragment (RFC 8707 §2 forbids that one).
 */
export function readResource(mcpUrl: string, value: string): Resource | undefined {
  const url = value.length > LENGTH_MAX ? null : URL.parse(ESCAPED.test(value) ? decodedOnce(value) : value);
  if (!url || url.origin !== mcpUrl || url.username || url.password || url.href.includes('#')) return undefined;
  const [path, slug = null, readonly] = PATH.exec(plainPath(url.pathname) || '/mcp') ?? [];
  if (path === undefined) return undefined;
  return { canonical: `${mcpUrl}${path}`, organizationSlug: slug, readOnly: readonly !== undefined };
}

function decodedOnce(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/** Lower case by ASCII alone: a slug has no other letters, and the Kelvin sign is no k. */
function plainPath(pathname: string): string {
  return pathname
    .replace(NEEDLESSLY_ESCAPED, (_escaped, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Brings a request's `resource` values to their canonical spelling and drops repetitions; unknown ones stay, to be refused. */
export function canonicalResources(mcpUrl: string, values: readonly string[]): string[] {
  const named = values.filter((value) => !NO_VALUE.test(value));
  return [...new Set(named.map((value) => readResource(mcpUrl, value)?.canonical ?? value))];
}
