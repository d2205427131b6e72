import { parseKeyScope } from '@countersign/contracts/key-scopes';
import type { PublicCatalogue, PublicModule } from '@countersign/contracts/public-catalogue';
import { type Role, roleAllows, TIERS, type Tier } from '@countersign/contracts/scopes';

/** What is chosen for each module by name, and for all of them under `*`; what is absent is nothing. */
export type ScopeChoice = Readonly<Partial<Record<string, Tier>>>;

export const ALL_MODULES = '*';

export const PRESETS = [
  { label: 'Read only', choice: { [ALL_MODULES]: 'read' } },
  { label: 'Read and write', choice: { [ALL_MODULES]: 'write' } },
] as const satisfies readonly { label: string; choice: ScopeChoice }[];

/** One line of the table: a module, or all of them. */
export interface ScopeRow {
  readonly module: string;
  readonly title: string;
  /** The tiers that can be chosen: there are tools of it, and the role allows it. */
  readonly offered: readonly Tier[];
}

/** `role` is that of a personal key's person; null for an organization's key. */
export function scopeRows({ modules }: PublicCatalogue, role: Role | null): ScopeRow[] {
  const rows = modules.map((one) => ({ module: one.name, title: one.title, offered: offeredBy(one, role) }));
  const all = TIERS.filter((tier) => role === null || roleAllows(role, { tier, area: 'general' }));
  return [{ module: ALL_MODULES, title: 'All modules', offered: all }, ...rows];
}

function offeredBy({ area, tools }: PublicModule, role: Role | null): Tier[] {
  return TIERS.filter((tier) =>
    role === null
      ? tools.some((tool) => tool.tier === tier)
      : roleAllows(role, { tier, area }) && tools.some((tool) => tool.tier === tier && !tool.keyOnly),
  );
}

/** What holds in a module: its own choice, or that for all modules where it is more. */
export function chosenIn(choice: ScopeChoice, module: string): Tier | undefined {
  const [own, all] = [choice[module], choice[ALL_MODULES]];
  return rank(own) >= rank(all) ? own : all;
}

/** Whether the choice for all modules decides already that a module has this tier, so that less cannot be chosen. */
export function isSettledByAll(choice: ScopeChoice, module: string, tier: Tier | undefined): boolean {
  return module !== ALL_MODULES && rank(tier) < rank(choice[ALL_MODULES]);
}

function rank(tier: Tier | undefined): number {
  return tier === undefined ? -1 : TIERS.indexOf(tier);
}

export function toScopes(choice: ScopeChoice): string[] {
  return Object.entries(choice).flatMap(([module, tier]) => (tier ? [`${tier}:${module}`] : []));
}

const TIER_WORDS: Record<Tier, string> = { read: 'Read', write: 'Write', manage: 'Manage' };

/** “Write billing”, “Read everything”. */
export function scopeInWords(scope: string): string {
  const parsed = parseKeyScope(scope);
  if (!parsed) return scope;
  const what = parsed.module === ALL_MODULES ? 'everything' : parsed.module.replaceAll('_', ' ');
  return `${TIER_WORDS[parsed.tier]} ${what}`;
}
