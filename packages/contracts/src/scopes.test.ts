import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AREAS,
  type Authority,
  effectiveOAuthScopes,
  isGranted,
  missingSignature,
  normalizeOAuthScopes,
  OAUTH_SCOPES,
  oauthScopesFor,
  type Requirement,
  ROLES,
  readOAuthScopes,
  TIERS,
} from './scopes.ts';

const scopes = fc.subarray([...OAUTH_SCOPES]);
const switches = fc.record({ access: fc.boolean(), write: fc.boolean(), billingWrite: fc.boolean() });
const authority: fc.Arbitrary<Authority> = fc.record({
  granted: scopes.map((held) => ({ kind: 'oauth' as const, scopes: normalizeOAuthScopes(held) })),
  switches,
  role: fc.constantFrom(...ROLES),
  token: fc.option(scopes),
});
const requirement: fc.Arbitrary<Requirement> = fc.record({
  tier: fc.constantFrom(...TIERS),
  module: fc.constantFrom('parcels', 'letters'),
  area: fc.constantFrom(...AREAS),
  keyOnly: fc.boolean(),
});

const everything: Authority = {
  granted: { kind: 'oauth', scopes: OAUTH_SCOPES },
  switches: { access: true, write: true, billingWrite: true },
  role: 'owner',
  token: OAUTH_SCOPES,
};
const write: Requirement = { tier: 'write', module: 'parcels', area: 'general', keyOnly: false };
const billing: Requirement = { tier: 'write', module: 'letters', area: 'billing', keyOnly: false };

describe('effective scopes', () => {
  it('never hold more than any one of the four terms', () => {
    fc.assert(
      fc.property(authority, (held) => {
        const effective = effectiveOAuthScopes(held);
        for (const scope of effective) {
          expect(held.granted.scopes).toContain(scope);
          if (held.token) expect(held.token).toContain(scope);
        }
        if (!held.switches.write) expect(effective).not.toContain('mcp:write');
        if (!held.switches.access) expect(effective).toEqual([]);
      }),
    );
  });

  it('only shrink when a switch is turned off', () => {
    fc.assert(
      fc.property(authority, (held) => {
        const before = effectiveOAuthScopes(held);
        const after = effectiveOAuthScopes({ ...held, switches: { ...held.switches, write: false } });
        expect(before).toEqual(expect.arrayContaining(after));
      }),
    );
  });

  it('come back when the switch is turned on again', () => {
    const off = { ...everything, switches: { access: true, write: false, billingWrite: false } };
    expect(effectiveOAuthScopes(off)).toEqual(['mcp:read']);
    expect(effectiveOAuthScopes(everything)).toEqual(OAUTH_SCOPES);
  });

  it('hold billing write only together with write, when the terms are sound', () => {
    fc.assert(
      fc.property(authority, (held) => {
        const sound = { ...held, token: held.token && normalizeOAuthScopes(held.token) };
        const effective = effectiveOAuthScopes(sound);
        if (effective.includes('mcp:write:billing')) expect(effective).toContain('mcp:write');
      }),
    );
  });
});

describe('a missing signature', () => {
  it('is found for exactly the operations the effective scopes do not cover', () => {
    fc.assert(
      fc.property(authority, requirement, (held, needed) => {
        const effective = effectiveOAuthScopes(held);
        const covered = oauthScopesFor(needed).every((scope) => effective.includes(scope));
        const readable = needed.area !== 'finance' || !['viewer', 'member'].includes(held.role ?? '');
        expect(missingSignature(held, needed) === undefined).toBe(covered && readable && !needed.keyOnly);
      }),
    );
  });

  it('names the grant before the switch, because only a new consent cures it', () => {
    const held: Authority = {
      ...everything,
      granted: { kind: 'oauth', scopes: ['mcp:read'] },
      switches: { access: true, write: false, billingWrite: false },
    };
    expect(missingSignature(held, write)).toBe('grant');
  });

  it('names what people withhold before what the token carries, because no other token cures it', () => {
    const narrow = { ...everything, token: ['mcp:read'] as const };
    expect(missingSignature({ ...narrow, switches: { access: true, write: false, billingWrite: false } }, write)).toBe(
      'write_switch',
    );
    expect(missingSignature({ ...narrow, switches: { access: false, write: true, billingWrite: true } }, write)).toBe(
      'access_switch',
    );
    expect(missingSignature({ ...narrow, role: 'viewer' }, write)).toBe('role');
    expect(missingSignature({ ...narrow, clientListed: false }, write)).toBe('client_list');
    expect(missingSignature({ ...narrow, switches: { access: true, write: true, billingWrite: false } }, billing)).toBe(
      'billing_switch',
    );
  });

  it.each([
    ['token', { token: ['mcp:read'] as const }, write],
    ['access_switch', { switches: { access: false, write: true, billingWrite: true } }, write],
    ['role', { role: 'viewer' as const }, write],
    ['role', { role: 'member' as const }, billing],
    ['write_switch', { switches: { access: true, write: false, billingWrite: false } }, write],
    ['billing_switch', { switches: { access: true, write: true, billingWrite: false } }, billing],
    ['key', {}, { ...write, keyOnly: true }],
  ] as const)('is “%s” for %j', (missing, change, needed) => {
    expect(missingSignature({ ...everything, ...change }, needed)).toBe(missing);
  });

  it('is a role for a finance area read by a member, and none for finance', () => {
    const books: Requirement = { tier: 'read', module: 'parcels', area: 'finance', keyOnly: false };
    expect(missingSignature({ ...everything, role: 'member' }, books)).toBe('role');
    expect(missingSignature({ ...everything, role: 'finance' }, books)).toBeUndefined();
  });
});

describe('API key scopes', () => {
  const key = (...held: string[]) => ({ kind: 'organization_key' as const, scopes: held });

  it('nest: manage covers write covers read, in one module or all', () => {
    expect(isGranted(key('manage:letters'), { ...billing, tier: 'read' })).toBe(true);
    expect(isGranted(key('write:*'), billing)).toBe(true);
    expect(isGranted(key('read:letters'), billing)).toBe(false);
    expect(isGranted(key('write:parcels'), billing)).toBe(false);
  });

  it('let only an organization’s key do what no person’s consent can', () => {
    const removal: Requirement = { ...billing, tier: 'manage', keyOnly: true };
    expect(isGranted(key('manage:letters'), removal)).toBe(true);
    expect(isGranted({ kind: 'personal_key', scopes: ['manage:letters'] }, removal)).toBe(false);
    expect(isGranted(everything.granted, removal)).toBe(false);
  });
});

describe('reading a scope list', () => {
  it.each([
    ['openid mcp:write claudeai mcp:read', 2],
    ['mcp:write', 2],
    ['mcp:write:billing', 3],
    ['mcp:read', 1],
    ['MCP:Read', 1],
    ['mcp:read,mcp:write', 2],
    ['mcp:read, mcp:write', 2],
    ['mcp:read+mcp:write', 2],
    ['mcp:read;mcp:write', 2],
    ['\uFEFFmcp:write', 2],
    ['mcp:\u200Bread', 0],
    ['mcp%3Awrite', 2],
    ['mcp:read%20mcp:write', 2],
    ['["mcp:read","mcp:write"]', 2],
    ['xmcp:write', 0],
    ['mcp:write:', 0],
    ['mcp:write:billing:x', 0],
    ['openid profile email offline_access', 0],
    ['null', 0],
    ['', 0],
    ['   ', 0],
  ])('of %j finds %d', (list, count) => {
    expect(readOAuthScopes(list) ?? []).toEqual(OAUTH_SCOPES.slice(0, count));
  });

  it('takes several lists for one, and what is no text for none', () => {
    expect(readOAuthScopes(['mcp:read', 'mcp:write'])).toEqual(['mcp:read', 'mcp:write']);
    expect(readOAuthScopes(['', 'openid'])).toBeUndefined();
    for (const list of [undefined, null, 1, {}, [], [null]]) expect(readOAuthScopes(list)).toBeUndefined();
  });

  it('makes no sound set of billing write alone', () => {
    expect(normalizeOAuthScopes(['mcp:write:billing'])).toEqual(['mcp:read']);
  });
});
