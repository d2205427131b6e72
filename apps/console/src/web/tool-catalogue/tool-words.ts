import type { PublicModule, PublicTool } from '@countersign/contracts/public-catalogue';
import { ROLES, roleAllows } from '@countersign/contracts/scopes';

type Area = PublicModule['area'];

const ROLE_NAMES = { viewer: 'viewers', member: 'members', finance: 'finance', admin: 'admins', owner: 'owners' };
const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Who may call it, once the guards are open. */
export function whoMay({ tier, keyOnly }: Pick<PublicTool, 'tier' | 'keyOnly'>, area: Area): string {
  if (keyOnly) return 'Only an organization’s API key';
  const roles = ROLES.filter((role) => roleAllows(role, { tier, area }));
  if (roles.length === ROLES.length) return 'Every member';
  const names = list.format(roles.map((role) => ROLE_NAMES[role]));
  return names.charAt(0).toUpperCase() + names.slice(1);
}

/** The switches an admin must have turned on, beside MCP access, and the scope an API key needs. */
export function guardsOf(
  { tier, keyOnly }: Pick<PublicTool, 'tier' | 'keyOnly'>,
  { name, area }: PublicModule,
): string[] {
  const scope = `API key scope ${tier}:${name}`;
  if (keyOnly) return [scope, 'No consent reaches it'];
  if (tier === 'read') return ['MCP access', scope];
  if (area === 'general') return ['MCP write access', scope];
  return ['MCP write access and MCP billing write', scope];
}

/** The kinds people filter by. Each tool is of exactly one. */
export const KINDS = {
  reads: 'Reads',
  writes: 'Writes',
  final: 'Cannot be taken back',
  key: 'API key only',
} as const;
export type Kind = keyof typeof KINDS;

export function kindOf({ keyOnly, annotations }: Pick<PublicTool, 'keyOnly' | 'annotations'>): Kind {
  if (keyOnly) return 'key';
  if (annotations.destructiveHint) return 'final';
  return annotations.readOnlyHint ? 'reads' : 'writes';
}

/** The modules with the tools that fit; those without any are left out. Every word must occur in what a person reads of it. */
export function fitting(modules: readonly PublicModule[], words: string, kind: Kind | undefined): PublicModule[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return modules.flatMap((module) => {
    const tools = module.tools.filter((tool) => {
      const text = `${module.title} ${tool.title} ${tool.name} ${tool.summary}`.toLowerCase();
      return (kind === undefined || kindOf(tool) === kind) && wanted.every((word) => text.includes(word));
    });
    return tools.length > 0 ? [{ ...module, tools }] : [];
  });
}
