import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../src/catalogue.ts';
import { demoRecords, filledIn } from './demo-records.ts';

const database = useTestDatabase('demo');
let records: Readonly<Record<string, string>>;
beforeAll(async () => {
  records = await demoRecords(database, 'acme');
});

const ada = { person: 'ada', organization: 'acme' };

/** What adds a row to a list, where it is not `create_` and its noun. */
const ADDING: Readonly<Record<string, string>> = {
  list_invoices: 'create_invoice_draft',
  list_time_entries: 'log_time',
  list_documents: 'upload_documents',
  list_messages: 'send_message',
};
/** Of these no tool adds a row: which data connections there are is fixed. To imports only a file that was not imported before, so no input does it five times. */
const FIXED = new Set([
  'list_members',
  'list_teams',
  'list_signals',
  'list_issues',
  'list_insights',
  'list_output_packages',
  'list_imports',
  // A bank's file adds to them, in a job.
  'list_movements',
  'list_data_connections',
]);

const lists = [...catalogue.values()]
  .filter(({ tool }) => tool.name.startsWith('list_') && 'cursor' in tool.input.shape && !FIXED.has(tool.name))
  .map(({ tool }) => ({
    name: tool.name,
    tool,
    adding: ADDING[tool.name] ?? tool.name.replace(/^list_(\w+)s$/, 'create_$1'),
  }));

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

describe.each(lists)('$name, while $adding adds rows', ({ tool, adding }) => {
  it('gives everything that was there exactly once, and nothing twice', async () => {
    const { callAs } = createToolCaller(database);
    const add = catalogue.get(adding)?.tool;
    if (!add) throw new Error(`There is no ${adding}: say in this file what adds to ${tool.name}`);
    const pages = async (limit: number, between: () => Promise<unknown>) => {
      const items: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Page = await callAs<Page>(ada, tool, { limit, ...(cursor === null ? {} : { cursor }) });
        items.push(...page.items.map((item) => JSON.stringify(item)));
        cursor = page.nextCursor;
        await between();
      } while (cursor !== null);
      return items;
    };
    const before = await pages(200, async () => {});
    expect(before.length).toBeGreaterThan(1);
    const limit = Math.max(1, Math.floor(before.length / 5));
    let left = 5;
    const seen = await pages(limit, async () => {
      // Rows that sort last would otherwise be read for as long as they are added.
      if (left-- > 0) await callAs(ada, add, filledIn(add.examples[0] ?? {}, records));
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((item) => !seen.includes(item))).toEqual([]);
  });
});
