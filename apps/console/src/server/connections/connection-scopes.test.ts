import { effectiveOAuthScopes, OAUTH_SCOPES, ROLES } from '@countersign/contracts/scopes';
import { expect, it } from 'vitest';
import { connectionScopes } from './connection-scopes.ts';

const ALL_ON = { access: true, write: true, billingWrite: true };
const withheld = (...parameters: Parameters<typeof connectionScopes>) =>
  connectionScopes(...parameters).map(({ withheldBy }) => withheldBy);

it('withholds nothing from an admin while every switch is on', () => {
  expect(withheld(OAUTH_SCOPES, ALL_ON, 'admin')).toEqual([null, null, null]);
});

it('names the write switch for writing and for billing', () => {
  expect(withheld(OAUTH_SCOPES, { access: true, write: false, billingWrite: false }, 'owner')).toEqual([
    null,
    'write_switch',
    'write_switch',
  ]);
});

it('names the billing switch for billing alone', () => {
  expect(withheld(OAUTH_SCOPES, { ...ALL_ON, billingWrite: false }, 'finance')).toEqual([null, null, 'billing_switch']);
});

it('names the role before a switch, because no switch would help', () => {
  expect(withheld(OAUTH_SCOPES, { ...ALL_ON, billingWrite: false }, 'member')).toEqual([null, null, 'role']);
  expect(withheld(OAUTH_SCOPES, ALL_ON, 'viewer')).toEqual([null, 'role', 'role']);
});

it('withholds everything while access is off', () => {
  expect(withheld(['mcp:read'], { ...ALL_ON, access: false }, 'viewer')).toEqual(['access_switch']);
});

it('agrees with the algebra the resource server enforces, for every approval, role and switch', () => {
  const approvals = [OAUTH_SCOPES.slice(0, 1), OAUTH_SCOPES.slice(0, 2), OAUTH_SCOPES];
  for (const approved of approvals) {
    for (const role of ROLES) {
      for (const [access, write, billingWrite] of [
        [true, true, true],
        [true, true, false],
        [true, false, false],
        [false, true, true],
        [false, false, false],
      ] as const) {
        const switches = { access, write, billingWrite };
        const shown = connectionScopes(approved, switches, role).filter(({ withheldBy }) => withheldBy === null);
        const granted = { kind: 'oauth', scopes: approved } as const;
        expect(shown.map(({ scope }) => scope)).toEqual(effectiveOAuthScopes({ granted, switches, role, token: null }));
      }
    }
  }
});
