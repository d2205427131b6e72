import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../src/catalogue.ts';

const database = useTestDatabase('demo');

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
  readonly endedEarly?: string;
}

/** Two and a half characters a token: what Claude Code still shows of an answer (anthropics/claude-code#45766). */
const PAGE_CHARACTERS_MAX = 60_000;

const ada = { person: 'ada', organization: 'acme' };
const lists = [...catalogue.values()].filter(({ tool }) => 'cursor' in tool.input.shape).map(({ tool }) => tool);

/** Lists that take a range are paged with one too, because that is another query. */
const calls = lists.flatMap((tool) => [
  { name: tool.name, tool, filter: {} },
  ...('range' in tool.input.shape ? [{ name: `${tool.name} in a range`, tool, filter: { range: 'this_month' } }] : []),
]);

describe.each(calls)('$name', ({ tool, filter }) => {
  async function all(limit: number): Promise<unknown[]> {
    const { callAs } = createToolCaller(database);
    const items: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await callAs<Page>(ada, tool, { ...filter, limit, ...(cursor === null ? {} : { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      // A page of long items ends early, and says so.
      expect(page.items.length === limit || page.nextCursor === null).toBe(page.endedEarly === undefined);
      expect(JSON.stringify(page).length).toBeLessThan(PAGE_CHARACTERS_MAX);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }

  it('gives everything exactly once and in one order, whatever the page size', async () => {
    const whole = await all(200);
    const distinct = new Set(whole.map((item) => JSON.stringify(item)));
    expect(distinct.size).toBe(whole.length);
    for (const limit of [1, 7, whole.length - 1, whole.length]) {
      expect(await all(Math.min(Math.max(limit, 1), 200))).toEqual(whole);
    }
  });

  it.each(['nonsense', Buffer.from('[]').toString('base64url'), Buffer.from('["x","y"]').toString('base64url')])(
    'refuses the cursor %j, which it never gave out, also under its own name',
    async (text) => {
      const { callAs } = createToolCaller(database);
      for (const cursor of [text, `${tool.name}.${text}`]) {
        await expect(callAs(ada, tool, { ...filter, cursor })).rejects.toMatchObject({ code: 'invalid_input' });
      }
    },
  );

  it('refuses the cursor of another list, whatever is in it', async () => {
    const { callAs } = createToolCaller(database);
    const { nextCursor } = await callAs<Page>(ada, tool, { ...filter, limit: 1 });
    const other = lists.find(({ name, input }) => name !== tool.name && input.safeParse({}).success);
    if (!nextCursor || !other) return;
    await expect(callAs(ada, other, { cursor: nextCursor })).rejects.toThrow('Start again without a cursor.');
  });
});
