import type { Catalogue } from '@countersign/contracts/catalogue';
import { type Granted, OAUTH_SCOPES, OVERSIGHT } from '@countersign/contracts/scopes';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { createToolChoices } from '../src/wire/tool-choice.ts';
import { createToolLists } from '../src/wire/tool-list.ts';

export interface ListTokens {
  readonly what: string;
  readonly tools: number;
  /** Of the whole answer. */
  readonly all: number;
  /** Of names, descriptions and inputs: all that most hosts show their model. */
  readonly shown: number;
}

/** What `tools/list` costs a model's context, per grant and per toolset. */
export function listTokens(catalogue: Catalogue): ListTokens[] {
  const lists = createToolLists(catalogue);
  const choices = createToolChoices(catalogue);
  const measured = (what: string, granted: Granted, query = ''): ListTokens => {
    const list = lists.of(granted, choices.of({ readOnly: false, query, headers: {} }));
    const shown = list.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    const [all, model] = [list, shown].map((value) => countTokens(JSON.stringify(value)));
    return { what, tools: list.tools.length, all: all ?? 0, shown: model ?? 0 };
  };
  const oauth = (count: number): Granted => ({ kind: 'oauth', scopes: OAUTH_SCOPES.slice(0, count) });
  const modules = [...new Set([...catalogue.values()].map(({ module }) => module.name))].filter(
    (name) => name !== OVERSIGHT,
  );
  return [
    measured('a connection that reads', oauth(1)),
    measured('a connection that writes', oauth(2)),
    measured('a connection that writes billing', oauth(3)),
    measured('an organization key for everything', { kind: 'organization_key', scopes: ['manage:*'] }),
    ...modules.map((name) => measured(`everything, \`?toolsets=${name}\``, oauth(3), `?toolsets=${name}`)),
  ];
}
