import { AppError } from '@countersign/contracts/errors';
import {
  OAUTH_SCOPES,
  type OAuthScope,
  oauthScopesOfRole,
  oauthScopesOfSwitches,
  ROLES,
} from '@countersign/contracts/scopes';
import { expect, it } from 'vitest';
import { changedApproval } from './changed-approval.ts';
import { connectionScopes } from './connection-scopes.ts';

const APPROVALS = [OAUTH_SCOPES.slice(0, 1), OAUTH_SCOPES.slice(0, 2), OAUTH_SCOPES];
const SWITCHES = [
  { access: true, write: true, billingWrite: true },
  { access: true, write: true, billingWrite: false },
  { access: true, write: false, billingWrite: false },
  { access: false, write: true, billingWrite: true },
];
const CHANGES = [undefined, false, true].flatMap((write) =>
  [undefined, false, true].map((billingWrite) => ({ write, billingWrite })),
);
const ALL = connectionScopes(OAUTH_SCOPES, { access: true, write: true, billingWrite: true }, 'owner');
const NOTHING = connectionScopes(OAUTH_SCOPES, { access: false, write: false, billingWrite: false }, 'viewer');

function attempt(...parameters: Parameters<typeof changedApproval>): OAuthScope[] | string {
  try {
    return changedApproval(...parameters);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

it('adds a scope exactly when the switches and the role allow it, for every state and change', () => {
  for (const role of ROLES) {
    for (const switches of SWITCHES) {
      const allowable = connectionScopes(OAUTH_SCOPES, switches, role);
      for (const before of APPROVALS) {
        for (const change of CHANGES) {
          const wanted = attempt(before, change, ALL);
          const added = Array.isArray(wanted) ? wanted.filter((scope) => !before.includes(scope)) : [];
          const atConsent = added.every(
            (scope) => oauthScopesOfRole(role).includes(scope) && oauthScopesOfSwitches(switches).includes(scope),
          );
          const result = attempt(before, change, allowable);
          if (atConsent) expect(result).toEqual(wanted);
          else expect(result).toMatch(/_(disabled|forbids)$/);
        }
      }
    }
  }
});

it('takes away whatever the switches and the role say', () => {
  expect(changedApproval(OAUTH_SCOPES, { billingWrite: false }, NOTHING)).toEqual(['mcp:read', 'mcp:write']);
  expect(changedApproval(OAUTH_SCOPES, { write: false }, NOTHING)).toEqual(['mcp:read']);
});

it('keeps what is only withheld while something else changes', () => {
  expect(changedApproval(OAUTH_SCOPES, {}, NOTHING)).toEqual(OAUTH_SCOPES);
});

it('reaches no set with billing and without write, in any order of edits', () => {
  const seen = new Set<string>();
  const follow = (approved: readonly OAuthScope[]) => {
    if (seen.has(String(approved))) return;
    seen.add(String(approved));
    for (const change of CHANGES) {
      const next = attempt(approved, change, ALL);
      if (typeof next !== 'string') follow(next);
    }
  };
  follow(['mcp:read']);
  expect([...seen].sort()).toEqual(APPROVALS.map(String));
});
