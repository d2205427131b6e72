import type { Catalogue, CatalogueEntry } from '@countersign/contracts/catalogue';
import { normalizeKeyScopes } from '@countersign/contracts/key-scopes';
import { type Granted, isGranted, OAUTH_SCOPES, oauthScopesFor } from '@countersign/contracts/scopes';
import type { ListToolsResult } from '@modelcontextprotocol/server';
import { jsonSchema } from './json-schema.ts';
import type { ToolChoice } from './tool-choice.ts';

type ListedTool = ListToolsResult['tools'][number];

/** How long a client may keep a list: it changes only when the person allows more or less, and a key's never. */
export const TOOL_LIST_CACHE = { ttlMs: 300_000, cacheScope: 'private' } as const;

/** Sets of scopes whose lists are kept; a deployment has far fewer kinds of keys. */
const LISTS_MAX = 500;

export interface ToolLists {
  /** The list of a caller that was granted these scopes, as far as they chose to see it. */
  readonly of: (granted: Granted, choice: ToolChoice) => ListToolsResult;
}

/**
 * The tools a caller is shown: those it was granted, in the catalogue's order, whatever the switches say now, so that a list a
 * client froze stays true. Schemas are converted once, and each set of scopes and choice in use has one list.
 */
export function createToolLists(catalogue: Catalogue): ToolLists {
  const listed = [...catalogue.values()].map((entry) => ({ entry, tool: listedTool(entry) }));
  const lists = new Map<string, ListToolsResult>();

  function listFor(granted: Granted, choice: ToolChoice): ListToolsResult {
    const chosen = listed.filter(({ entry }) => choice.catalogue.has(entry.tool.name));
    const shown = chosen.filter(({ entry }) => isGranted(granted, entry.requirement));
    return { tools: shown.map(({ entry, tool }) => (granted.kind === 'oauth' ? withSignIn(tool, entry) : tool)) };
  }

  return {
    of(granted, choice) {
      const name = `${nameOf(granted)} ${choice.name}`;
      let list = lists.get(name);
      if (!list) {
        list = listFor(granted, choice);
        lists.set(name, list);
        const oldest = lists.keys().next();
        if (lists.size > LISTS_MAX && !oldest.done) lists.delete(oldest.value);
      }
      return list;
    },
  };
}

function nameOf(granted: Granted): string {
  const { kind, scopes } = granted;
  const areas = kind === 'oauth' && granted.areas ? ` in ${granted.areas.toSorted().join(' ')}` : '';
  const canonical =
    kind === 'oauth' ? OAUTH_SCOPES.filter((scope) => scopes.includes(scope)) : normalizeKeyScopes(scopes);
  return `${kind} ${canonical.join(' ')}${areas}`;
}

/** How a host could ask the person for what the tool needs; an API key has nobody to ask. */
function withSignIn(tool: ListedTool, { requirement }: CatalogueEntry): ListedTool {
  return {
    ...tool,
    _meta: { securitySchemes: [{ type: 'oauth2', scopes: oauthScopesFor(requirement) }], ...tool._meta },
  };
}

function listedTool({ tool }: CatalogueEntry): ListedTool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.summary,
    inputSchema: jsonSchema(tool.input, 'input'),
    outputSchema: jsonSchema(tool.output, 'output'),
    annotations: { title: tool.title, ...tool.annotations },
    ...(tool.meta && { _meta: tool.meta }),
  };
}
