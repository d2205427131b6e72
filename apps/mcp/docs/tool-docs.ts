import type { Catalogue, CatalogueEntry } from '@countersign/contracts/catalogue';
import { oauthScopesFor } from '@countersign/contracts/scopes';
import { jsonSchema } from '../src/wire/json-schema.ts';
import type { ListTokens } from './list-tokens.ts';
import { schemaText } from './schema-text.ts';

/** An example of a tool and what it answered on the demo data. */
export interface Answered {
  readonly input: unknown;
  readonly answer: unknown;
}
/** By the tool's name, in the order of its examples. */
export type ToolAnswers = Readonly<Record<string, readonly Answered[]>>;

/** `docs/tools.md`: every tool as it is declared, with answers that a test has seen. */
export function toolDocs(catalogue: Catalogue, answers: ToolAnswers, tokens: readonly ListTokens[]): string {
  const entries = [...catalogue.values()];
  const modules = [...new Set(entries.map(({ module }) => module))];
  return [
    '# Tools',
    `Written by \`npm run gen\` from the catalogue: ${entries.length} tools in ${modules.length} modules. Answers are those of the demo data on a fixed day; a test runs every example.`,
    'A connection needs every scope that is named; an API key needs the one of its module or a wider one (`read` ⊂ `write` ⊂ `manage`, `*` for every module). Writes also need the organization’s switch, and billing its own.',
    contents(modules, entries),
    tokenTable(tokens),
    ...modules.map((module) => {
      const own = entries.filter((entry) => entry.module === module);
      return [`## ${module.title}`, ...own.map((entry) => toolSection(entry, answers[entry.tool.name] ?? []))].join(
        '\n\n',
      );
    }),
    '',
  ].join('\n\n');
}

function contents(modules: readonly CatalogueEntry['module'][], entries: readonly CatalogueEntry[]): string {
  const rows = modules.map((module) => {
    const names = entries.filter((entry) => entry.module === module).map(({ tool: { name } }) => `[${name}](#${name})`);
    return `| ${module.title} (\`${module.name}\`) | ${names.join(' ')} |`;
  });
  return ['| module (toolset) | tools |', '| --- | --- |', ...rows].join('\n');
}

function tokenTable(tokens: readonly ListTokens[]): string {
  const rows = tokens.map(
    ({ what, tools, shown, all }) =>
      `| ${what} | ${tools} | ${shown.toLocaleString('en')} | ${all.toLocaleString('en')} |`,
  );
  return [
    '## What a list costs a model',
    'Tokens of the JSON of `tools/list`, by gpt-tokenizer with the encoding `o200k_base`. Most hosts show their model names, descriptions and inputs; the whole answer also has titles, hints and output schemas.',
    ['| list | tools | names, descriptions, inputs | whole answer |', '| --- | ---: | ---: | ---: |', ...rows].join(
      '\n',
    ),
  ].join('\n\n');
}

function toolSection({ tool, requirement }: CatalogueEntry, answers: readonly Answered[]): string {
  const key = `\`${requirement.tier}:${requirement.module}\``;
  const scopes = requirement.keyOnly
    ? `only with a key of the organization: ${key}`
    : `${oauthScopesFor(requirement)
        .map((scope) => `\`${scope}\``)
        .join(' ')}, or a key’s ${key}`;
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
  const hints = [
    readOnlyHint ? 'reads only' : 'writes',
    destructiveHint && 'cannot be taken back',
    idempotentHint && 'may be repeated',
    openWorldHint && 'reaches outside',
  ].filter(Boolean);
  const shown = answers.map(({ input, answer }) => example(tool.name, input, answer));
  return [
    `### ${tool.name}`,
    tool.summary,
    `Effect \`${tool.effect}\` (${hints.join(', ')}) · ${scopes}`,
    `Input\n\n\`\`\`ts\n${schemaText(jsonSchema(tool.input, 'input'))}\n\`\`\``,
    `Output\n\n\`\`\`ts\n${schemaText(jsonSchema(tool.output, 'output'))}\n\`\`\``,
    ...shown,
  ].join('\n\n');
}

function example(name: string, input: unknown, answer: unknown): string {
  const call = `POST /v1/tools/${name}\n${JSON.stringify(input)}`;
  return `\`\`\`http\n${call}\n\`\`\`\n\n\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\``;
}
