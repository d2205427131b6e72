import type { Effect } from '@countersign/contracts/define-tool';
import type { Area } from '@countersign/contracts/scopes';

/** What the catalogue's design says of effects, written down a second time: this file asks nothing of the code it judges. */
export const STEPS: Readonly<Record<Effect, 'read' | 'write' | 'step' | 'keyOnly'>> = {
  read: 'read',
  create: 'write',
  update: 'write',
  start: 'write',
  status: 'write',
  issue: 'step',
  send: 'step',
  settle: 'step',
  delete: 'keyOnly',
  message: 'keyOnly',
  invite: 'keyOnly',
  authorize: 'keyOnly',
};

// Every call carries a property that no tool has: who may call learns that, and nothing is changed.
export const ok = 'invalid_input';
export const nobody = 'unauthenticated';
export const scope = 'insufficient_scope';
export const role = 'role_forbids';
export const writeOff = 'write_disabled';
export const billingOff = 'billing_write_disabled';
export const accessOff = 'access_disabled';

/** By area of the module: general, billing, finance. */
export type ByArea = readonly [general: string, billing: string, finance: string];
export const all = (code: string): ByArea => [code, code, code];
export const AREAS: Readonly<Record<Area, 0 | 1 | 2>> = { general: 0, billing: 1, finance: 2 };
