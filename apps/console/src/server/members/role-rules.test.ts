import { ROLES, type Role } from '@countersign/contracts/scopes';
import { expect, it } from 'vitest';
import { assignableRoles, removalRefusal } from './role-rules.ts';

const of = (actor: Role, target: Role, isSelf = false, owners = 2) => ({ actor, target, isSelf, owners });

it('lets an admin move everybody but owners, up to admin', () => {
  for (const target of ['viewer', 'member', 'finance', 'admin'] as const) {
    expect(assignableRoles(of('admin', target))).toEqual(['viewer', 'member', 'finance', 'admin']);
  }
  expect(assignableRoles(of('admin', 'owner'))).toEqual(['owner']);
});

it('lets only an owner make and unmake owners', () => {
  for (const target of ROLES) expect(assignableRoles(of('owner', target))).toEqual([...ROLES]);
});

it('lets nobody raise themselves', () => {
  expect(assignableRoles(of('admin', 'admin', true))).toEqual(['viewer', 'member', 'finance', 'admin']);
  expect(assignableRoles(of('owner', 'owner', true))).toEqual([...ROLES]);
});

it('keeps the last owner', () => {
  expect(assignableRoles(of('owner', 'owner', true, 1))).toEqual(['owner']);
  expect(removalRefusal(of('owner', 'owner', true, 1))?.code).toBe('conflict');
  expect(removalRefusal(of('owner', 'owner', true, 2))).toBeUndefined();
});

it('keeps owners from admins, and lets everybody leave', () => {
  expect(removalRefusal(of('admin', 'owner'))?.code).toBe('role_forbids');
  expect(removalRefusal(of('admin', 'admin'))).toBeUndefined();
  for (const role of ROLES) expect(removalRefusal(of(role, role, true))).toBeUndefined();
});

it('lets nobody else change anything', () => {
  for (const actor of ['viewer', 'member', 'finance'] as const) {
    for (const target of ROLES) expect(assignableRoles(of(actor, target))).toEqual([target]);
  }
});
