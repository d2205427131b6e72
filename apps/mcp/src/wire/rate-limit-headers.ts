import type { Allowance } from '@countersign/access/limits/call-limits';

/**
 * Where a caller stands, in the fields of draft-ietf-httpapi-ratelimit-headers-10: each limit is a structured-field string with its
 * quota and window, and beside it what remains and the seconds until it begins anew.
 */
export function rateLimitHeaders({ counts }: Allowance): Record<string, string> {
  if (counts.length === 0) return {};
  const policies = counts.map(({ limit }) => `"${limit.name}";q=${limit.max};w=${limit.windowSeconds}`);
  const states = counts.map(({ limit, remaining, resetSeconds }) => `"${limit.name}";r=${remaining};t=${resetSeconds}`);
  return { 'ratelimit-policy': policies.join(', '), ratelimit: states.join(', ') };
}
