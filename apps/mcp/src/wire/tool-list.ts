import type { Catalogue, CatalogueEntry } from '@countersign/contracts/catalogue';
import { isGranted, OAUTH_SCOPES, type OAuthScope, oauthScopesFor } from '@countersign/contracts/scopes';
import type { ListToolsResult } from '@modelcontextprotocol/server';
import { jsonSchema } from './json-schema.ts';

type ListedTool = ListToolsResult['tools'][number];

/** How long a client may keep a list: it changes only when the person allows more or less. */
export const TOOL_LIST_CACHE = { ttlMs: 300_000, cacheScope: 'private' } as const;

export interface ToolLists {
  /** The list of a connection that was granted these scopes. */
  readonly of: (granted: readonly OAuthScope[]) => ListToolsResult;
}

/**
 * The tools a connection is shown: those it was granted, in the catalogue's order, whatever the switches say now, so that a
 * list a client froze stays true. Schemas are converted once, and there is one list per set of scopes that can be granted.
 */
export function createToolLists(catalogue: Catalogue): ToolLists {
  const listed = [...catalogue.values()].map((entry) => ({ entry, tool: listedTool(entry) }));
  const lists = new Map<string, ListToolsResult>();
  for (const granted of [1, 2, 3].map((count) => OAUTH_SCOPES.slice(0, count))) {
    const tools = listed
      .filter(({ entry }) => isGranted({ kind: 'oauth', scopes: granted }, entry.requirement))
      .map(({ tool }) => tool);
    lists.set(granted.join(' '), { tools });
  }
  const nothing: ListToolsResult = { tools: [] };
  return { of: (granted) => lists.get(OAUTH_SCOPES.filter((scope) => granted.includes(scope)).join(' ')) ?? nothing };
}

function listedTool({ tool, requirement }: CatalogueEntry): ListedTool {
  const securitySchemes = [{ type: 'oauth2', scopes: oauthScopesFor(requirement) }];
  return {
    name: tool.name,
    title: tool.title,
    description: tool.summary,
    inputSchema: jsonSchema(tool.input, 'input'),
    outputSchema: jsonSchema(tool.output, 'output'),
    annotations: { title: tool.title, ...tool.annotations },
    _meta: { securitySchemes, ...tool.meta },
  };
}
