import { AppError } from '@countersign/contracts/errors';
import { ROLES, type Role } from '@countersign/contracts/scopes';

/** An admin, and the member they are about to change. */
export interface MemberChange {
  readonly actor: Role;
  readonly target: Role;
  readonly isSelf: boolean;
  /** How many owners the organization has. */
  readonly owners: number;
}

const rank = (role: Role) => ROLES.indexOf(role);

const LAST_OWNER = 'An organization keeps at least one owner. Make somebody else an owner first.';
const OWNERS_ONLY = 'Only an owner changes or removes an owner, or makes one.';

/** What the actor can make of the target, what it is included, lowest first. */
export function assignableRoles(change: MemberChange): Role[] {
  return ROLES.filter((role) => role === change.target || roleRefusal(change, role) === undefined);
}

/** Why the actor cannot give the target this role; undefined when they can. */
export function roleRefusal({ actor, target, isSelf, owners }: MemberChange, role: Role): AppError | undefined {
  if (actor !== 'owner' && (target === 'owner' || role === 'owner')) return new AppError('role_forbids', OWNERS_ONLY);
  if (actor !== 'owner' && actor !== 'admin') {
    return new AppError('role_forbids', 'Only an admin of this organization may see or change this.');
  }
  if (isSelf && rank(role) > rank(target)) {
    return new AppError('role_forbids', 'Nobody raises their own role. Another admin or owner can.');
  }
  if (target === 'owner' && role !== 'owner' && owners <= 1) return new AppError('conflict', LAST_OWNER);
  return undefined;
}

/** Why the actor cannot end the target's membership, their own included; undefined when they can. */
export function removalRefusal({ actor, target, isSelf, owners }: MemberChange): AppError | undefined {
  if (target === 'owner' && owners <= 1) return new AppError('conflict', LAST_OWNER);
  if (isSelf) return undefined;
  if (actor !== 'owner' && target === 'owner') return new AppError('role_forbids', OWNERS_ONLY);
  return undefined;
}
