import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Document } from '../schemas.ts';
import { listDocuments } from './list-documents.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

async function names(filter: object, team?: string) {
  const caller = team === undefined ? ada : { ...ada, team };
  const { items } = await callAs<{ items: Document[] }>(caller, listDocuments, filter);
  return items.map(({ name }) => name);
}

it('lists the newest first', async () => {
  const { items } = await callAs<{ items: Document[] }>(ada, listDocuments, {});
  expect(items.length).toBe(8);
  expect(items.map(({ createdAt }) => createdAt)).toEqual(
    items
      .map(({ createdAt }) => createdAt)
      .toSorted()
      .toReversed(),
  );
});

it('filters by name, kind, state and team', async () => {
  expect(await names({ text: 'LEASE' })).toEqual(['Office lease.txt']);
  expect(await names({ contentType: 'text/csv' })).toEqual(['Bank statement.csv', 'Price list.csv']);
  expect(await names({ status: ['failed'] })).toEqual(['Scanned receipt.pdf']);
  expect(await names({}, 'Engineering')).toEqual(['Incident review.txt']);
});

it('says in words why one could not be read', async () => {
  const { items } = await callAs<{ items: Document[] }>(ada, listDocuments, { status: ['failed'] });
  expect(items[0]?.failure).toBe('No text was found in it; it may be a scan. Upload a copy with text.');
});
