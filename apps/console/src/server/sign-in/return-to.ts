const LENGTH_MAX = 2000;
const ELSEWHERE = 'http://return-to.invalid';

/**
 * Where to go after signing in: the given address when it is one of the console's own pages, else the front page. Judged as
 * a browser reads it (WHATWG URL), before and after dot segments are resolved, since `/.//host` turns into another host.
 */
export function returnTo(value: unknown): string {
  if (typeof value !== 'string' || value.length > LENGTH_MAX || !/^\/(?![/\\])/.test(value)) return '/';
  const url = URL.parse(value, ELSEWHERE);
  if (!url || url.origin !== ELSEWHERE || url.pathname.startsWith('//')) return '/';
  if (/^\/(auth|api)(\/|$)/i.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
