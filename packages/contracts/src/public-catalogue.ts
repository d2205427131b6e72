import { z } from 'zod';
import type { Catalogue } from './catalogue.ts';
import { AREAS, OAUTH_SCOPES, oauthScopesFor, TIERS } from './scopes.ts';

const PublicTool = z.object({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  effect: z.string(),
  tier: z.enum(TIERS),
  /** Every scope a connection needs for it, all of them; none when no connection may call it. */
  scopes: z.array(z.enum(OAUTH_SCOPES)),
  /** Reachable with an organization's API key and in no other way. */
  keyOnly: z.boolean(),
  annotations: z.object({
    readOnlyHint: z.boolean(),
    destructiveHint: z.boolean(),
    idempotentHint: z.boolean(),
    openWorldHint: z.boolean(),
  }),
});

/** `GET /catalogue.json` of the resource server: what every tool does and what it asks for, for anyone who wants to know. */
export const PublicCatalogue = z.object({
  modules: z.array(z.object({ name: z.string(), title: z.string(), area: z.enum(AREAS), tools: z.array(PublicTool) })),
});

export type PublicCatalogue = z.infer<typeof PublicCatalogue>;
export type PublicModule = PublicCatalogue['modules'][number];
export type PublicTool = z.infer<typeof PublicTool>;

/** The catalogue without handlers and schemas, in its own order. Holds nothing of any organization. */
export function publicCatalogue(catalogue: Catalogue): PublicCatalogue {
  const modules = new Map<string, PublicModule>();
  for (const { tool, module, requirement } of catalogue.values()) {
    const { name, title, area } = module;
    const listed = modules.get(name) ?? { name, title, area, tools: [] };
    modules.set(name, listed);
    listed.tools.push({
      name: tool.name,
      title: tool.title,
      summary: tool.summary,
      effect: tool.effect,
      tier: requirement.tier,
      scopes: requirement.keyOnly ? [] : oauthScopesFor(requirement),
      keyOnly: requirement.keyOnly,
      annotations: { ...tool.annotations },
    });
  }
  return { modules: [...modules.values()] };
}
