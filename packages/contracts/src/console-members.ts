import type { Named, PersonView } from './console-api.ts';
import type { InvitableRole } from './invitation.ts';
import type { Role } from './scopes.ts';

/** What the page of an organization's members and the console's API say to each other. Times are ISO 8601. */

/** In characters. */
export const TEAM_NAME_LENGTH_MAX = 100;

/** `GET /api/orgs/:slug/members`, for its admins; also the answer to every change below it. */
export interface MembersView {
  readonly organization: Named;
  /** By name. */
  readonly members: readonly MemberView[];
  /** Those that are open, and those that ran out without an answer; the latest first. */
  readonly invitations: readonly InvitationView[];
  readonly teams: readonly TeamView[];
}

export interface MemberView extends PersonView {
  readonly id: string;
  readonly role: Role;
  readonly since: string;
  readonly teams: readonly string[];
  readonly isYou: boolean;
  /** What you can make of them, what they are included. */
  readonly roles: readonly Role[];
  /** Whether you can end their membership. Your own is left, not removed. */
  readonly removable: boolean;
  /** How many connections and personal API keys end with the membership. */
  readonly connections: number;
  readonly apiKeys: number;
}

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: InvitableRole;
  readonly teams: readonly string[];
  /** Null for an API key of the organization, and for a person whose account is gone. */
  readonly invitedBy: PersonView | null;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly expired: boolean;
}

export interface TeamView {
  readonly id: string;
  readonly name: string;
  readonly members: readonly TeamMemberView[];
  /** Live connections narrowed to the team, which end with it. */
  readonly connections: number;
}

export interface TeamMemberView {
  readonly id: string;
  readonly name: string;
  /** Their live connections that are narrowed to this team, and open nothing once they leave it. */
  readonly connections: number;
}

/** The body of `POST /api/orgs/:slug/invitations`. */
export interface InvitationRequest {
  readonly email: string;
  readonly role: InvitableRole;
  readonly teamIds: readonly string[];
}

/** The body of `PATCH /api/orgs/:slug/members/:id`. */
export interface RoleChange {
  readonly role: Role;
}

/** The body of `POST /api/orgs/:slug/teams` and of `PATCH …/teams/:id`. */
export interface TeamNaming {
  readonly name: string;
}

/** The body of `POST /api/orgs/:slug/teams/:id/members`. */
export interface TeamJoining {
  readonly memberId: string;
}

/** The answer to `POST /api/orgs/:slug/leave`. */
export interface Left {
  readonly endedConnections: number;
}
