import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { DocumentDetail } from '../schemas.ts';
import { getDocument } from './get-document.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const documentId = fixedId('document', 'acme', 'Office lease.txt');

it('answers a document with its text', async () => {
  const document = await callAs<DocumentDetail>(ada, getDocument, { documentId });
  expect(document).toMatchObject({
    name: 'Office lease.txt',
    status: 'read',
    uploadedByName: 'Ada',
    nextTextFrom: null,
  });
  expect(document.text).toContain('Satamakadun Kiinteistöt Oy');
  expect(document.textLength).toBe(document.text.length);
});

it('gives a long text in parts that join to the whole', async () => {
  const whole = 'ä'.repeat(19_999) + 'öljy'.repeat(8_000);
  await database.owner.query('update document_content set text = $1 where document_id = $2', [whole, documentId]);
  let text = '';
  for (let textFrom: number | null = 0; textFrom !== null; ) {
    const part: DocumentDetail = await callAs<DocumentDetail>(ada, getDocument, { documentId, textFrom });
    text += part.text;
    textFrom = part.nextTextFrom;
  }
  expect(text).toBe(whole);
});

it('knows no document of another team', async () => {
  const other = { documentId: fixedId('document', 'acme', 'Incident review.txt') };
  const inDesign = { ...ada, team: 'Design' };
  await expect(callAs(inDesign, getDocument, other)).rejects.toMatchObject({ code: 'not_found' });
  await expect(callAs(ada, getDocument, { documentId: newId() })).rejects.toMatchObject({ code: 'not_found' });
});
