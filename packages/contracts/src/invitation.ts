import type { Role } from './scopes.ts';

/** What an invitation can make of somebody. Owners are made of members, by an owner. */
export const INVITABLE_ROLES = ['viewer', 'member', 'finance', 'admin'] as const satisfies readonly Role[];
export type InvitableRole = (typeof INVITABLE_ROLES)[number];

/** What an API key can invite somebody as: nobody who then decides for the organization. The database refuses it too. */
export const KEY_INVITABLE_ROLES = ['viewer', 'member', 'finance'] as const satisfies readonly InvitableRole[];

export const INVITATION_TTL_DAYS = 7;

export const INVITATION_OUTCOMES = ['accepted', 'declined', 'revoked', 'expired'] as const;
export type InvitationOutcome = (typeof INVITATION_OUTCOMES)[number];
