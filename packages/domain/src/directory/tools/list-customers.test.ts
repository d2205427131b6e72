import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { listCustomers } from './list-customers.ts';

const { callAs } = useDemoCaller();

interface Page {
  items: { id: string; name: string; country: string; archivedAt: string | null }[];
  nextCursor: string | null;
}

it('shows every customer once, by name, over pages', async () => {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page = await callAs({ person: 'cleo', organization: 'acme' }, listCustomers, {
      limit: 10,
      includeArchived: true,
      ...(cursor ? { cursor } : {}),
    });
    seen.push(...page.items.map(({ name, id }) => `${name} ${id}`));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.length).toBeGreaterThanOrEqual(30);
  expect(new Set(seen).size).toBe(seen.length);
});

it('leaves archived customers out unless asked for them', async () => {
  const ada = { person: 'ada', organization: 'acme' };
  const live = await callAs<Page>(ada, listCustomers, { limit: 200 });
  const all = await callAs<Page>(ada, listCustomers, { limit: 200, includeArchived: true });
  expect(live.items.every(({ archivedAt }) => archivedAt === null)).toBe(true);
  expect(all.items.length).toBe(live.items.length + 2);
});

it('finds by part of name, business id, e-mail or city in any case, and by country', async () => {
  const ada = { person: 'ada', organization: 'acme' };
  const { items } = await callAs<Page>(ada, listCustomers, { text: 'HELSINKI', country: 'fi' });
  expect(items.length).toBeGreaterThan(0);
  expect(items.every(({ country }) => country === 'FI')).toBe(true);
  expect((await callAs<Page>(ada, listCustomers, { text: '%' })).items).toEqual([]);
});

it('shows a connection narrowed to a team the same customers', async () => {
  const whole = await callAs<Page>({ person: 'ada', organization: 'acme' }, listCustomers, { limit: 200 });
  const design = await callAs<Page>({ person: 'ben', organization: 'acme', team: 'Design' }, listCustomers, {
    limit: 200,
  });
  expect(design.items).toEqual(whole.items);
});

it('shows none of another organization’s', async () => {
  const acme = await callAs<Page>({ person: 'ada', organization: 'acme' }, listCustomers, { limit: 200 });
  const globex = await callAs<Page>({ person: 'ada', organization: 'globex' }, listCustomers, { limit: 200 });
  const known = new Set(acme.items.map(({ id }) => id));
  expect(globex.items.length).toBeGreaterThanOrEqual(30);
  expect(globex.items.filter(({ id }) => known.has(id))).toEqual([]);
});
