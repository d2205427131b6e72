import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveKeyScopes, normalizeKeyScopes, parseKeyScope } from './key-scopes.ts';
import { type Area, type Authority, isGranted, missingSignature, type Requirement, ROLES, TIERS } from './scopes.ts';

const AREAS_OF: ReadonlyMap<string, Area> = new Map([
  ['parcels', 'general'],
  ['letters', 'billing'],
  ['ledger', 'finance'],
]);
const MODULES = [...AREAS_OF.keys()];

const scope = fc.tuple(fc.constantFrom(...TIERS), fc.constantFrom(...MODULES, '*')).map((parts) => parts.join(':'));
const scopes = fc.array(scope, { maxLength: 5 });
const requirement: fc.Arbitrary<Requirement> = fc
  .tuple(fc.constantFrom(...TIERS), fc.constantFrom(...MODULES))
  .map(([tier, module]) => ({ tier, module, area: AREAS_OF.get(module) ?? 'general', keyOnly: false }));
const switches = fc.record({ access: fc.boolean(), write: fc.boolean(), billingWrite: fc.boolean() });
const authority: fc.Arbitrary<Authority> = fc.oneof(
  fc.record({
    granted: scopes.map((held) => ({ kind: 'organization_key' as const, scopes: held })),
    switches,
    role: fc.constant(null),
    token: fc.constant(null),
  }),
  fc.record({
    granted: scopes.map((held) => ({ kind: 'personal_key' as const, scopes: held })),
    switches,
    role: fc.constantFrom(...ROLES),
    token: fc.constant(null),
  }),
);

const everything: Authority = {
  granted: { kind: 'organization_key', scopes: ['manage:*'] },
  switches: { access: true, write: true, billingWrite: true },
  role: null,
  token: null,
};

describe('a scope of an API key', () => {
  it.each(['read:parcels', 'write:*', 'manage:bank_files'])('may be %s', (text) => {
    expect(parseKeyScope(text)).toBeDefined();
  });

  it.each(['', 'read', 'read:', ':parcels', 'delete:parcels', 'read:Parcels', 'read:*:x', 'mcp:read', 'read:a b'])(
    'cannot be “%s”',
    (text) => {
      expect(parseKeyScope(text)).toBeUndefined();
    },
  );
});

describe('scopes in their fewest words', () => {
  it('leave out what another covers, in one order', () => {
    expect(normalizeKeyScopes(['read:letters', 'write:parcels', 'read:*', 'read:parcels', 'write:parcels'])).toEqual([
      'read:*',
      'write:parcels',
    ]);
  });

  it('permit exactly what they permitted before', () => {
    fc.assert(
      fc.property(scopes, requirement, (held, needed) => {
        const key = (these: readonly string[]) => ({ kind: 'organization_key' as const, scopes: these });
        expect(isGranted(key(normalizeKeyScopes(held)), needed)).toBe(isGranted(key(held), needed));
      }),
    );
  });
});

describe('the effective scopes of an API key', () => {
  it('permit exactly the operations that lack no signature', () => {
    fc.assert(
      fc.property(authority, requirement, (held, needed) => {
        const effective = effectiveKeyScopes(held, AREAS_OF);
        const told = isGranted({ kind: 'organization_key', scopes: effective }, needed);
        expect(told).toBe(missingSignature(held, needed) === undefined);
      }),
    );
  });

  it('stay in the words they were given while nothing withholds them', () => {
    expect(effectiveKeyScopes(everything, AREAS_OF)).toEqual(['manage:*']);
  });

  it('name the modules when a switch or a role withholds a part', () => {
    const off = { ...everything, switches: { access: true, write: true, billingWrite: false } };
    expect(effectiveKeyScopes(off, AREAS_OF)).toEqual(['read:ledger', 'read:letters', 'manage:parcels']);
    const member = { ...everything, granted: { kind: 'personal_key', scopes: ['read:*'] }, role: 'member' } as const;
    expect(effectiveKeyScopes(member, AREAS_OF)).toEqual(['read:letters', 'read:parcels']);
  });
});

describe('what a key may do beside its scopes', () => {
  const books: Requirement = { tier: 'read', module: 'ledger', area: 'finance', keyOnly: false };
  const removal: Requirement = { tier: 'manage', module: 'parcels', area: 'general', keyOnly: true };

  it('an organization’s key reads books by its scope alone, a personal key by the person’s role too', () => {
    const granted = { kind: 'organization_key', scopes: ['read:ledger'] } as const;
    expect(missingSignature({ ...everything, granted }, books)).toBeUndefined();
    const personal = { ...everything, granted: { ...granted, kind: 'personal_key' } } as const;
    expect(missingSignature({ ...personal, role: 'member' }, books)).toBe('role');
    expect(missingSignature({ ...personal, role: 'finance' }, books)).toBeUndefined();
  });

  it('a personal key without a role may do nothing', () => {
    const granted = { kind: 'personal_key', scopes: ['manage:*'] } as const;
    expect(missingSignature({ ...everything, granted, role: null }, books)).toBe('role');
  });

  it('manage:<module> is bounded by the switches like a write', () => {
    const held = { ...everything, granted: { kind: 'organization_key', scopes: ['manage:letters'] } } as const;
    const issue: Requirement = { tier: 'manage', module: 'letters', area: 'billing', keyOnly: false };
    const withSwitches = (write: boolean, billingWrite: boolean) =>
      missingSignature({ ...held, switches: { access: true, write, billingWrite } }, issue);
    expect([withSwitches(true, true), withSwitches(true, false), withSwitches(false, false)]).toEqual([
      undefined,
      'billing_switch',
      'write_switch',
    ]);
  });

  it('what only keys may do takes an organization’s key, manage of the module, and the write switch', () => {
    const key = (kind: 'organization_key' | 'personal_key', ...scopes: string[]) =>
      ({ ...everything, granted: { kind, scopes }, role: kind === 'personal_key' ? 'owner' : null }) as Authority;
    expect(missingSignature(key('organization_key', 'manage:parcels'), removal)).toBeUndefined();
    expect(missingSignature(key('organization_key', 'write:*', 'manage:letters'), removal)).toBe('grant');
    expect(missingSignature(key('personal_key', 'manage:*'), removal)).toBe('key');
    const off = { access: true, write: false, billingWrite: false };
    expect(missingSignature({ ...key('organization_key', 'manage:parcels'), switches: off }, removal)).toBe(
      'write_switch',
    );
  });
});
