/**
 * What every page answers with. There is no `form-action`: Chromium applies it to the whole chain of redirects, and a client's
 * callback may hop on to an app of its own. There is no `Cross-Origin-Opener-Policy`: clients open these pages in a popup and wait for
 * it. The referrer policy is not `no-referrer`, with which browsers send `Origin: null` on form posts.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};
