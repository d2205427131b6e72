/** Of one client. */
export const REDIRECT_URIS_MAX = 10;
const URI_LENGTH_MAX = 2000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Applications whose private-use scheme has no period. RFC 8252 §8.4 lets a server refuse such schemes, because any program can
 * claim them and some start programs by themselves (`javascript:`, `ms-msdt:`, `intent:`); these are known to open their own editor or assistant.
 */
const KNOWN_APP_SCHEMES = new Set([
  'antigravity',
  'claude',
  'code-oss',
  'cursor',
  'kiro',
  'raycast',
  'trae',
  'vscode',
  'vscode-insiders',
  'vscodium',
  'warp',
  'windsurf',
  'zed',
]);

/** RFC 8252 §7.1: a private-use scheme is a domain name of the application's maker in reverse order. */
const REVERSE_DOMAIN = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/;

export type RedirectKind = 'web' | 'loopback' | 'private-use';

/** How a redirect URI reaches its client. Expects one that `redirectUriProblem` passed. */
export function redirectKind(uri: string): RedirectKind {
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'https:') return 'web';
  return protocol === 'http:' && LOOPBACK.has(hostname) ? 'loopback' : 'private-use';
}

/** Whether a web address leads back to the person's own computer, whatever it says it is. Expects one that `redirectUriProblem` passed. */
export function isLoopback(uri: string): boolean {
  const { hostname } = new URL(uri);
  return LOOPBACK.has(hostname) || /\.localhost\.?$/.test(hostname) || /^localhost\.$/.test(hostname);
}

/** Why an authorization code must not be sent to this address, or undefined when it may. Looks at the text alone and resolves nothing. */
export function redirectUriProblem(uri: unknown): string | undefined {
  if (typeof uri !== 'string') return 'must only contain strings';
  const url = plainUrl(uri);
  if (typeof url === 'string') return url;
  if (uri.includes('#')) return 'must not contain fragments';
  if (uri.includes('*')) return 'must not contain wildcards';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:') {
    return LOOPBACK.has(url.hostname) ? undefined : 'must use https, unless the host is localhost, 127.0.0.1 or [::1]';
  }
  const scheme = url.protocol.slice(0, -1);
  if (!KNOWN_APP_SCHEMES.has(scheme) && !REVERSE_DOMAIN.test(scheme)) {
    return 'must use https, a loopback address, or a private-use scheme in reverse domain form such as com.example.app (RFC 8252 section 7.1)';
  }
  return uri.slice(scheme.length + 1).startsWith('/') ? undefined : 'must have a path after a private-use scheme';
}

/** Why an address must not be kept to be shown to people, or undefined when it may. Nothing is ever fetched from it. */
export function webUriProblem(uri: unknown): string | undefined {
  if (typeof uri !== 'string') return 'must be a string';
  const url = plainUrl(uri);
  if (typeof url === 'string') return url;
  const loopback = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
  return url.protocol === 'https:' || loopback ? undefined : 'must be an https address';
}

/** Parses what every client address must be: short, printable, and read alike by every parser. Gives the URL or the problem. */
function plainUrl(uri: string): URL | string {
  if (uri.length > URI_LENGTH_MAX) return `must not be longer than ${URI_LENGTH_MAX} characters`;
  if (!/^[\x21-\x7e]+$/.test(uri) || uri.includes('\\'))
    return 'must not contain spaces, control characters or backslashes';
  const url = URL.parse(uri);
  if (!url) return 'must only contain valid URIs';
  if (url.username || url.password || authority(uri).includes('@')) return 'must not contain user information';
  if (/^https?:$/.test(url.protocol) && !namesHost(uri, url)) return 'must name their host plainly after two slashes';
  return hasPathTrick(uri) ? 'must not contain dot segments or encoded separators' : url;
}

/** Browsers add missing slashes, decode `%61` and complete `127.1`; others do not, and would end somewhere else. */
function namesHost(uri: string, { host, hostname, protocol }: URL): boolean {
  const named = authority(uri).toLowerCase();
  return named === host || named === `${hostname}:${protocol === 'https:' ? 443 : 80}`;
}

function authority(uri: string): string {
  return /^[^:]+:\/\/([^/?#]*)/.exec(uri)?.[1] ?? '';
}

/** Servers differ in how they read `/..;/`, `/%2e%2e/` and `%2f`; a path with them can end somewhere else than it says. */
function hasPathTrick(uri: string): boolean {
  const path = uri.replace(/^[^:]+:(?:\/\/[^/?#]*)?/, '').replace(/[?#].*$/s, '');
  const plain = path.replace(/%2e/gi, '.');
  return /%(?:2f|5c|0[0-9a-f]|1[0-9a-f]|7f|25)/i.test(plain) || /(?:^|\/)\.{1,2}(?:;[^/]*)?(?:\/|$)/.test(plain);
}
