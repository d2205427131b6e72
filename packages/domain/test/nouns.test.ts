import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../src/catalogue.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** What every multi-tenant product has, beside what this back office is about. */
const CONTROL_PLANE = new Set(['member', 'team', 'event']);
/** Words that protocols and languages use for something of their own. */
const OTHER_MEANINGS = new Set(['message', 'document', 'import', 'issue', 'signal']);

/** The things the tools are about: `list_invoices`, `create_invoice_draft` and the like are about an invoice. */
const nouns = new Set(
  [...catalogue.keys()]
    .filter((name) => name.startsWith('list_'))
    .map((name) => name.replace('list_', '').replace(/s$/, ''))
    .filter((noun) => !CONTROL_PLANE.has(noun) && !OTHER_MEANINGS.has(noun)),
);

async function sources(folder: string): Promise<string[]> {
  const found = await readdir(join(ROOT, folder), { recursive: true });
  return found
    .filter((name) => /\.(ts|tsx)$/.test(name) && !/node_modules|generated|\.test\.ts/.test(name))
    .map((name) => join(folder, name));
}

it('is the only place that names what its modules are about: another product can take its place', async () => {
  const folders = ['apps/auth/src', 'apps/mcp/src', 'apps/console/src'].concat(
    ['contracts', 'runtime', 'db', 'access'].map((name) => `packages/${name}/src`),
  );
  const files = (await Promise.all(folders.map(sources))).flat();
  const words = new RegExp(`\\b(${[...nouns].join('|')})s?\\b`, 'i');
  const named: string[] = [];
  for (const file of files) {
    const lines = (await readFile(join(ROOT, file), 'utf8')).split('\n');
    for (const [index, line] of lines.entries())
      if (words.test(line)) named.push(`${file}:${index + 1}: ${line.trim()}`);
  }
  expect(nouns.size).toBeGreaterThan(5);
  expect(files.length).toBeGreaterThan(100);
  // RFC 7591 calls the people behind a client its contacts.
  expect(named).toEqual([expect.stringMatching(/client-policy\.ts:\d+: 'contacts',$/)]);
});
