import type { OAuthScope } from '@countersign/contracts/scopes';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';

/** What one token response was given, and kept with its refresh token so that an echo of it is known. */
export interface TokenScopes {
  /** What the access token carries. */
  readonly issued: readonly OAuthScope[];
  /** What its client let it carry at most: everything, unless the client asked for less than it could have had. */
  readonly limit: readonly OAuthScope[];
}

/**
 * The scopes of the next token. `available` is what the connection may do at this moment; `asked` what the client named, undefined when
 * it named nothing known; `before` what came with the refresh token it presents, undefined where an earlier version did not keep it.
 *
 * A cut is not a wish: clients send back the scope they were last given, and when a switch or a role had cut that, taking it for a wish
 * would keep the cut for ever. So an echo asks for what was asked before, and only a list that leaves out something the client could have
 * had right now, and is no echo, narrows a token (RFC 6749 §6). Silence asks for everything.
 */
export function tokenScopes(
  available: readonly OAuthScope[],
  asked: readonly OAuthScope[] | undefined,
  before?: TokenScopes,
): TokenScopes {
  const limit = limitOf(available, asked, before);
  return { issued: available.filter((scope) => limit.includes(scope)), limit };
}

function limitOf(available: readonly OAuthScope[], asked: readonly OAuthScope[] | undefined, before?: TokenScopes) {
  if (asked === undefined) return OAUTH_SCOPES;
  // Nothing is known of what an earlier version cut, and a cut is likelier than a wish.
  if (before === undefined) return OAUTH_SCOPES;
  if (asked.length === before.issued.length) return before.limit;
  return available.every((scope) => asked.includes(scope)) ? OAUTH_SCOPES : asked;
}
