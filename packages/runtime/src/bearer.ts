/** RFC 6750 §2.1, `"Bearer" 1*SP b64token`, the scheme in any case (RFC 9110 §11.1). Proxies fold what stands between into tabs. */
const BEARER = /^bearer[ \t]+(\S+)[ \t]*$/i;

/** The credential of an Authorization header, or undefined when it is no bearer credential. Bounds and checks nothing of it. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
}
