import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Quote } from '../schemas.ts';
import { listQuotes } from './list-quotes.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const quotes = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Quote[] }>(caller, listQuotes, { limit: 200, ...filter })).items;

it('shows quotes in every state, newest first, and chooses by state, customer and text', async () => {
  const all = await quotes(finn);
  expect(all.length).toBeGreaterThanOrEqual(15);
  expect(all.map(({ createdAt }) => createdAt)).toEqual(
    all
      .map(({ createdAt }) => createdAt)
      .sort()
      .reverse(),
  );
  for (const status of ['draft', 'sent', 'accepted', 'declined']) {
    const chosen = all.filter((quote) => quote.status === status);
    expect(chosen.length).toBeGreaterThan(0);
    expect(await quotes(finn, { status: [status] })).toEqual(chosen);
  }
  const [some] = all;
  expect(await quotes(finn, { customerId: some?.customerId, text: some?.title.toUpperCase() })).toContainEqual(some);
});

it('says which sent ones have expired', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const all = await quotes(finn);
  expect(all.filter(({ expired }) => expired)).toEqual(
    all.filter(({ status, validUntil }) => status === 'sent' && validUntil !== null && validUntil < today),
  );
  expect(all.some(({ expired }) => expired)).toBe(true);
});

it('shows a connection narrowed to a team only that team’s quotes', async () => {
  const [all, mine] = [await quotes(finn), await quotes(design)];
  expect(mine.length).toBeGreaterThan(0);
  expect(mine).toEqual(all.filter(({ teamId }) => teamId === fixedId('team', 'acme', 'Design')));
});
