import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Document } from '../schemas.ts';
import { updateDocument } from './update-document.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const documentId = fixedId('document', 'acme', 'Price list.csv');

it('renames and describes, and leaves what is not named', async () => {
  const renamed = await callAs<Document>(ada, updateDocument, { documentId, name: ' Prices 2026.csv ' });
  expect(renamed).toMatchObject({
    name: 'Prices 2026.csv',
    contextNote: 'Hourly prices without value added tax.',
    version: 2,
  });
  const cleared = await callAs<Document>(ada, updateDocument, { documentId, contextNote: '' });
  expect(cleared).toMatchObject({ name: 'Prices 2026.csv', contextNote: '', version: 3, contentType: 'text/csv' });
});

it('answers conflict with the current version when the caller read an older one', async () => {
  const stale = callAs(ada, updateDocument, { documentId, name: 'x.csv', expectedVersion: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 3 } });
});
