import type { ScopeView, WithheldBy } from '@countersign/contracts/console-api';
import {
  missingSignature,
  normalizeOAuthScopes,
  type OAuthScope,
  type Requirement,
  type Role,
  type Switches,
} from '@countersign/contracts/scopes';

/** The least an operation of each scope asks for; what withholds it withholds the scope. */
const LEAST: Record<OAuthScope, Requirement> = {
  'mcp:read': { tier: 'read', module: '*', area: 'general', keyOnly: false },
  'mcp:write': { tier: 'write', module: '*', area: 'general', keyOnly: false },
  'mcp:write:billing': { tier: 'write', module: '*', area: 'billing', keyOnly: false },
};

/** What the person approved, scope by scope, and which switch or role withholds it now. */
export function connectionScopes(
  approved: readonly string[],
  switches: Switches,
  role: Role,
  clientListed = true,
): ScopeView[] {
  const scopes = normalizeOAuthScopes(approved);
  const authority = { granted: { kind: 'oauth', scopes }, switches, role, token: null, clientListed } as const;
  return scopes.map((scope) => ({
    scope,
    // Everything was granted and nothing is asked of a token here, so what is missing is a switch or the role.
    withheldBy: (missingSignature(authority, LEAST[scope]) as WithheldBy | undefined) ?? null,
  }));
}
