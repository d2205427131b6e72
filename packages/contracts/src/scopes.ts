/**
 * The algebra of permission: `effective = granted ∩ switches ∩ role ∩ token`. Pure, and it can only shrink.
 *
 * Three OAuth scopes, each inside the one before: read ⊃ write ⊃ billing write. API keys hold finer scopes,
 * `<tier>:<module>` or `<tier>:*`, over the same permissions.
 */
export const OAUTH_SCOPES = ['mcp:read', 'mcp:write', 'mcp:write:billing'] as const;
export type OAuthScope = (typeof OAUTH_SCOPES)[number];

export const ROLES = ['viewer', 'member', 'finance', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Tiers of an operation, each inside the next: read ⊂ write ⊂ manage. */
export const TIERS = ['read', 'write', 'manage'] as const;
export type Tier = (typeof TIERS)[number];

/**
 * Which guard a module stands behind. `general`: the write switch. `billing`: the write switch and the billing switch.
 * `finance`: as billing, and reading takes a finance role too.
 */
export const AREAS = ['general', 'billing', 'finance'] as const;
export type Area = (typeof AREAS)[number];

/** An organization's switches. Billing write is a part of write: the database refuses one without the other. */
export interface Switches {
  readonly access: boolean;
  readonly write: boolean;
  readonly billingWrite: boolean;
}

/** What an operation asks for. Derived from a tool's declaration, never written by hand. */
export interface Requirement {
  readonly tier: Tier;
  readonly module: string;
  readonly area: Area;
  /** Only an organization's own API key may do this, whatever a person consented to. */
  readonly keyOnly: boolean;
}

/** What a credential was given when it was made. */
export type Granted =
  | {
      readonly kind: 'oauth';
      readonly scopes: readonly OAuthScope[];
      /** The modules the person narrowed it to; absent or null for all. */
      readonly areas?: readonly string[] | null;
      /** Whether the time that the person gave it for changes is over. */
      readonly writeEnded?: boolean;
    }
  | { readonly kind: 'personal_key' | 'organization_key'; readonly scopes: readonly string[] };

/** The four terms of the algebra. `token` is the most its client wanted of an access token; keys have none. */
export interface Authority {
  readonly granted: Granted;
  readonly switches: Switches;
  /** Null for an organization's API key: it acts for the organization, not for a member. */
  readonly role: Role | null;
  readonly token: readonly OAuthScope[] | null;
  /** Whether the organization's list of assistants lets this client in; absent where there is no client. */
  readonly clientListed?: boolean;
}

/** Which signature an operation lacks. Grant and token are the client's to ask for; the others are people's to change. */
export type Missing =
  | 'grant'
  | 'token'
  | 'key'
  | 'area'
  | 'write_end'
  | 'role'
  | 'access_switch'
  | 'client_list'
  | 'write_switch'
  | 'billing_switch';

/** What stands between two scopes: the space of RFC 6749 §3.3, and the commas, tabs, marks and quoted lists that clients send instead. */
const BETWEEN_SCOPES = /[\s\p{Cf},;+"'[\]]+/u;

/**
 * The one reading of a scope list, wherever one is sent to us: `scope` of an authorization or token request (every value, should it be
 * repeated), the claim of an access token. Letter case and repetitions say nothing; what this product does not know (`openid`,
 * `offline_access`, another server's scopes) is as if it were not there; a wider scope brings the narrower ones with it (RFC 6749 §3.3
 * lets a server do each of these).
 *
 * Undefined when nothing known is named: that is the same as to send no list, and never a wish for less.
 */
export function readOAuthScopes(list: unknown): OAuthScope[] | undefined {
  const texts = (Array.isArray(list) ? list : [list]).filter((text) => typeof text === 'string');
  // Escaped once more than needed, a list has still one reading.
  const named = new Set(
    texts.flatMap((text) => text.toLowerCase().replaceAll('%3a', ':').replaceAll('%20', ' ').split(BETWEEN_SCOPES)),
  );
  const widest = OAUTH_SCOPES.findLastIndex((known) => named.has(known));
  return widest < 0 ? undefined : OAUTH_SCOPES.slice(0, widest + 1);
}

/** The nearest sound set inside `scopes`: reading is always part of it, and billing write needs write. */
export function normalizeOAuthScopes(scopes: readonly string[]): OAuthScope[] {
  const write = scopes.includes('mcp:write');
  return OAUTH_SCOPES.filter(
    (scope) =>
      scope === 'mcp:read' ||
      (scope === 'mcp:write' && write) ||
      (scope === 'mcp:write:billing' && write && scopes.includes(scope)),
  );
}

/** The module about a caller's own changes that wait for a signature; every product has it. */
export const OVERSIGHT = 'oversight';

/** The scopes an OAuth operation needs, all of them: a challenge that names only the last one is lost by real clients. */
export function oauthScopesFor(requirement: Requirement): OAuthScope[] {
  // Only who may change something has changes that wait.
  if (requirement.tier === 'read' && requirement.module !== OVERSIGHT) return ['mcp:read'];
  if (requirement.area === 'general') return ['mcp:read', 'mcp:write'];
  return [...OAUTH_SCOPES];
}

/** Whether a member of this role may do it at all, whatever the switches say. */
export function roleAllows(role: Role, { tier, area }: Pick<Requirement, 'tier' | 'area'>): boolean {
  switch (role) {
    case 'owner':
    case 'admin':
    case 'finance':
      return true;
    case 'member':
      return tier === 'read' ? area !== 'finance' : area === 'general';
    case 'viewer':
      return tier === 'read' && area !== 'finance';
  }
}

/** What this role lets a person hand on at consent, before any switch. */
export function oauthScopesOfRole(role: Role): OAuthScope[] {
  if (role === 'viewer') return ['mcp:read'];
  return role === 'member' ? ['mcp:read', 'mcp:write'] : [...OAUTH_SCOPES];
}

/** What an organization's switches let any connection do. */
export function oauthScopesOfSwitches(switches: Switches): OAuthScope[] {
  if (!switches.access) return [];
  if (!switches.write) return ['mcp:read'];
  return switches.billingWrite ? [...OAUTH_SCOPES] : ['mcp:read', 'mcp:write'];
}

/** granted ∩ switches ∩ role ∩ token, as OAuth scopes: what a token may carry and what a person is told. */
export function effectiveOAuthScopes({ granted, switches, role, token, clientListed }: Authority): OAuthScope[] {
  if (granted.kind !== 'oauth' || role === null || clientListed === false) return [];
  const bounds = [granted.scopes, oauthScopesOfSwitches(switches), oauthScopesOfRole(role)];
  if (token) bounds.push(token);
  return OAUTH_SCOPES.filter((scope) => bounds.every((bound) => bound.includes(scope)));
}

/** Whether the credential was given this at all; decides what it is shown. Says nothing about what it may do now. */
export function isGranted(granted: Granted, requirement: Requirement): boolean {
  if (granted.kind === 'oauth') {
    return (
      !requirement.keyOnly &&
      isInAreas(granted, requirement.module) &&
      covers(granted.scopes, oauthScopesFor(requirement))
    );
  }
  // What became of its own changes, whoever may change anything may ask.
  if (requirement.module === OVERSIGHT) return granted.scopes.some((scope) => !scope.startsWith('read:'));
  if (requirement.keyOnly && granted.kind !== 'organization_key') return false;
  return keyScopesFor(requirement).some((scope) => granted.scopes.includes(scope));
}

/** What says who is calling and which organization it is: every connection has it, whatever it is narrowed to. */
export const ALWAYS_OPEN_MODULES: readonly string[] = ['account', OVERSIGHT];

/** Whether the person left a module in the connection; keys say it by their scopes. */
export function isInAreas(granted: Granted, module: string): boolean {
  if (granted.kind !== 'oauth' || granted.areas === undefined || granted.areas === null) return true;
  return granted.areas.includes(module) || ALWAYS_OPEN_MODULES.includes(module);
}

/**
 * The first signature an operation lacks, or undefined when all are there. The grant comes first, because only a new consent cures it;
 * then what people withhold, which no token cures; the token last, because a client may renew it at once.
 */
export function missingSignature(authority: Authority, requirement: Requirement): Missing | undefined {
  const { granted, switches, role, token } = authority;
  if (requirement.keyOnly && granted.kind !== 'organization_key') return 'key';
  if (!isInAreas(granted, requirement.module)) return 'area';
  if (!isGranted(granted, requirement)) return 'grant';
  if (!switches.access) return 'access_switch';
  if (authority.clientListed === false) return 'client_list';
  if (role !== null && !roleAllows(role, requirement)) return 'role';
  if (role === null && granted.kind !== 'organization_key') return 'role';
  if (requirement.tier !== 'read' && !switches.write) return 'write_switch';
  if (requirement.tier !== 'read' && requirement.area !== 'general' && !switches.billingWrite) return 'billing_switch';
  if (requirement.tier !== 'read' && granted.kind === 'oauth' && granted.writeEnded) return 'write_end';
  if (token && !covers(token, oauthScopesFor(requirement))) return 'token';
  return undefined;
}

function covers(held: readonly string[], needed: readonly string[]): boolean {
  return needed.every((scope) => held.includes(scope));
}

/** The API key scopes any one of which covers an operation, the least of them first. */
export function keyScopesFor({ tier, module }: Pick<Requirement, 'tier' | 'module'>): string[] {
  return TIERS.slice(TIERS.indexOf(tier)).flatMap((held) => [`${held}:${module}`, `${held}:*`]);
}
