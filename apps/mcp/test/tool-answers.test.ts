import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withOversight } from '@countersign/access/proposals/oversight-module';
import { catalogue as product } from '@countersign/domain/catalogue';
import { demoRecords, filledIn } from '@countersign/domain/test/demo-records';
import { seedIfEmpty } from '@countersign/prisma/seed';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS, generatedDocs } from '../docs/generated-docs.ts';
import type { Answered } from '../docs/tool-docs.ts';

const catalogue = withOversight(product);
const ROOT = join(import.meta.dirname, '../../..');
/** The day the answers in the docs are of. */
const NOW = '2026-03-18T09:00:00.000Z';
/** `npm run gen` sets it: then what was answered is written down instead of compared. */
const writing = process.env['WRITE_TOOL_ANSWERS'] !== undefined;

const database = useTestDatabase('empty');
beforeAll(async () => {
  await seedIfEmpty(database.owner, NOW.slice(0, 10));
});

const ITEMS_SHOWN = 2;
const TEXT_SHOWN = 200;
/** Cursors may hold ids that the database gave out. */
const OPAQUE = 'WyIuLi4iXQ';
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * An answer as the docs show it: long lists and texts cut, and in place of what no two runs share (ids just made, the database's own
 * clock, signatures) something of the same form.
 */
function presentable(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, ITEMS_SHOWN).map(presentable);
  if (typeof value === 'string') return presentableText(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'nextCursor' && typeof member === 'string' ? OPAQUE : presentable(member),
    ]),
  );
}

function presentableText(text: string): string {
  if (MOMENT.test(text) && Math.abs(Date.parse(text) - Date.now()) < 600_000) return NOW;
  const fixed = text
    .replace(UUID, (id) => (id.startsWith('0194') ? id : '0196f2a4-0000-7000-8000-000000000000'))
    .replace(/([?&](?:signature|expires|token)=|\/files\/)[\w.-]+/g, '$1…');
  return fixed.length > TEXT_SHOWN ? `${fixed.slice(0, TEXT_SHOWN)}…` : fixed;
}

async function answers(): Promise<Record<string, Answered[]>> {
  const records = await demoRecords(database, 'acme');
  const { rehearseAs } = createToolCaller(database, () => new Date(NOW));
  const found: Record<string, Answered[]> = {};
  for (const { tool } of catalogue.values()) {
    found[tool.name] = [];
    for (const input of tool.examples.map((example) => filledIn(example, records))) {
      const answer = await rehearseAs({ person: 'ada', organization: 'acme' }, tool, input);
      found[tool.name]?.push({ input: presentable(input), answer: presentable(answer) });
    }
  }
  return found;
}

describe('the docs', () => {
  it('show what every example answers on the demo data; `npm run gen` writes it anew', async () => {
    const path = join(ROOT, ANSWERS);
    const text = `${JSON.stringify(await answers(), null, 1)}\n`;
    if (writing) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('of the API show calls that succeed', async () => {
    const calls = [
      ...readFileSync(join(ROOT, 'docs/api.md'), 'utf8').matchAll(/```http\nPOST \/v1\/tools\/(\w+)\n(.*?)\n```/gs),
    ];
    expect(calls.length).toBeGreaterThan(2);
    const { rehearseAs } = createToolCaller(database);
    for (const [, name = '', input = ''] of calls) {
      const tool = catalogue.get(name)?.tool;
      if (!tool) throw new Error(`docs/api.md calls ${name}, which there is not`);
      expect(await rehearseAs({ person: 'ada', organization: 'acme' }, tool, JSON.parse(input))).toBeTypeOf('object');
    }
  });

  it.skipIf(writing)('are those of the catalogue as it is; `npm run gen` writes them anew', () => {
    for (const [file, text] of generatedDocs(catalogue, ROOT)) {
      expect(`${file}\n${readFileSync(join(ROOT, file), 'utf8')}`).toBe(`${file}\n${text}`);
    }
  });
});
