import { expect, it } from 'vitest';
import { keyScopeViews } from './key-scope-views.ts';

const OPEN = { access: true, write: true, billingWrite: true };
const SCOPES = ['read:books', 'write:billing', 'write:tasks', 'read:*'];

const withheld = (
  key: Parameters<typeof keyScopeViews>[0],
  ...rest: [typeof OPEN, Parameters<typeof keyScopeViews>[2]]
) => keyScopeViews(key, ...rest).map(({ scope, withheldBy }) => `${scope} ${withheldBy}`);

it('withholds nothing while every switch is on and the role allows it', () => {
  const nothing = SCOPES.map((scope) => `${scope} null`);
  expect(withheld({ kind: 'organization', scopes: SCOPES }, OPEN, null)).toEqual(nothing);
  expect(withheld({ kind: 'personal', scopes: SCOPES }, OPEN, 'finance')).toEqual(nothing);
});

it('names the switch that withholds it, from either kind of key', () => {
  expect(withheld({ kind: 'organization', scopes: SCOPES }, { ...OPEN, billingWrite: false }, null)).toEqual([
    'read:books null',
    'write:billing billing_switch',
    'write:tasks null',
    'read:* null',
  ]);
  const off = { access: true, write: false, billingWrite: false };
  expect(withheld({ kind: 'personal', scopes: SCOPES }, off, 'owner')).toEqual([
    'read:books null',
    'write:billing write_switch',
    'write:tasks write_switch',
    'read:* null',
  ]);
  expect(new Set(keyScopeViews({ kind: 'organization', scopes: SCOPES }, { ...off, access: false }, null))).toEqual(
    new Set(SCOPES.map((scope) => ({ scope, withheldBy: 'access_switch' }))),
  );
});

it('names the role, of a personal key only', () => {
  expect(withheld({ kind: 'personal', scopes: SCOPES }, OPEN, 'member')).toEqual([
    'read:books role',
    'write:billing role',
    'write:tasks null',
    'read:* null',
  ]);
  expect(withheld({ kind: 'personal', scopes: ['read:tasks'] }, OPEN, null)).toEqual(['read:tasks role']);
});
