import type { OAuthScope } from '@countersign/contracts/scopes';
import type { ScopeBadgeProps } from './scope-badge.tsx';

/** What each scope of a connection is called, and how it looks. */
export const OAUTH_SCOPE_BADGES: Record<OAuthScope, ScopeBadgeProps> = {
  'mcp:read': { label: 'Read', look: 'read' },
  'mcp:write': { label: 'Write', look: 'write' },
  'mcp:write:billing': { label: 'Billing write', look: 'billing' },
};
