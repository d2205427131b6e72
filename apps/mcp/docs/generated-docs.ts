import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '@countersign/contracts/catalogue';
import { errorDocs } from './error-docs.ts';
import { listTokens } from './list-tokens.ts';
import { type ToolAnswers, toolDocs } from './tool-docs.ts';

/** Where the answers to the examples are kept; `npm run gen` has a test write them on a seeded database. */
export const ANSWERS = 'apps/mcp/docs/generated/tool-answers.json';

const COUNT = /(<!-- tool count -->)[^<]*(<!-- \/tool count -->)/;

/** Every generated document with its text, by its path in the repository. */
export function generatedDocs(catalogue: Catalogue, root: string): [file: string, text: string][] {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const answers = JSON.parse(read(ANSWERS)) as ToolAnswers;
  const modules = new Set([...catalogue.values()].map(({ module }) => module));
  const count = `${catalogue.size} tools in ${modules.size} modules`;
  return [
    ['docs/tools.md', toolDocs(catalogue, answers, listTokens(catalogue))],
    ['docs/errors.md', errorDocs()],
    ['README.md', read('README.md').replace(COUNT, `$1${count}$2`)],
  ];
}
