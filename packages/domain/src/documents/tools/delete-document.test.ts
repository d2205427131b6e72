import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { deleteDocument } from './delete-document.ts';
import { getDocument } from './get-document.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('deletes a document with its bytes and text', async () => {
  const documentId = fixedId('document', 'acme', 'Office lease.txt');
  expect(await callAs(ada, deleteDocument, { documentId })).toEqual({ documentId, deleted: true });
  await expect(callAs(ada, getDocument, { documentId })).rejects.toMatchObject({ code: 'not_found' });
  const { rows } = await database.owner.query('select from document_content where document_id = $1', [documentId]);
  expect(rows).toEqual([]);
});

it('is for API keys of the organization only', () => {
  expect(deleteDocument.effect).toBe('delete');
});
