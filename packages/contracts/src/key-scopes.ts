import { type Area, type Authority, missingSignature, TIERS, type Tier } from './scopes.ts';

/** Whose an API key is. `organization`: a credential of the company. `personal`: of one person in one organization. */
export const API_KEY_KINDS = ['organization', 'personal'] as const;
export type ApiKeyKind = (typeof API_KEY_KINDS)[number];

/** `<tier>:<module>`, or `<tier>:*` for every module there is and will be. */
export interface KeyScope {
  readonly tier: Tier;
  readonly module: string;
}

const KEY_SCOPE = /^(read|write|manage):(\*|[a-z][a-z_]*)$/;

/** Undefined for what is no scope of an API key. Does not know which modules exist. */
export function parseKeyScope(scope: string): KeyScope | undefined {
  const [, tier, module] = KEY_SCOPE.exec(scope) ?? [];
  return tier && module ? { tier: tier as Tier, module } : undefined;
}

/** The same permissions in the fewest scopes and a fixed order: what another of them covers is left out. */
export function normalizeKeyScopes(scopes: readonly string[]): string[] {
  const held = [...new Set(scopes)].flatMap((scope) => parseKeyScope(scope) ?? []);
  return held
    .filter((one) => !held.some((other) => other !== one && coversKeyScope(other, one)))
    .map(({ tier, module }) => `${tier}:${module}`)
    .sort(byModule);
}

function coversKeyScope(one: KeyScope, other: KeyScope): boolean {
  return (one.module === '*' || one.module === other.module) && rank(one.tier) >= rank(other.tier);
}

function rank(tier: Tier): number {
  return TIERS.indexOf(tier);
}

function byModule(one: string, other: string): number {
  const [module = '', otherModule = ''] = [one.split(':')[1], other.split(':')[1]];
  if (module !== otherModule) return module < otherModule ? -1 : 1;
  return one < other ? -1 : 1;
}

/**
 * granted ∩ switches ∩ role of an API key, in its own words: what a caller is told it may do now. A scope over every module
 * that something withholds in part is told module by module. `areas` are the modules that exist.
 */
export function effectiveKeyScopes(authority: Authority, areas: ReadonlyMap<string, Area>): string[] {
  const held = normalizeKeyScopes(authority.granted.scopes).flatMap((scope) => parseKeyScope(scope) ?? []);
  const scopes = held.flatMap((scope) => {
    const modules = scope.module === '*' ? [...areas.keys()] : [scope.module];
    const left = modules.map((module) => {
      const tier = highestTier(authority, scope.tier, module, areas.get(module));
      return tier && { tier, module };
    });
    const isWhole = scope.module === '*' && left.every((one) => one?.tier === scope.tier);
    return isWhole ? [scope] : left.filter((one) => one !== undefined);
  });
  return normalizeKeyScopes(scopes.map(({ tier, module }) => `${tier}:${module}`));
}

/** The most that is left of `upTo` in a module; undefined when nothing is, or there is no such module. */
function highestTier(authority: Authority, upTo: Tier, module: string, area: Area | undefined): Tier | undefined {
  if (area === undefined) return undefined;
  return TIERS.slice(0, rank(upTo) + 1).findLast(
    (tier) => missingSignature(authority, { tier, module, area, keyOnly: false }) === undefined,
  );
}
