import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getIngestStatus } from './get-ingest-status.ts';
import { uploadDocuments } from './upload-documents.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('counts every state and names what is not read', async () => {
  expect(await callAs(ada, getIngestStatus, {})).toMatchObject({
    items: [{ name: 'Scanned receipt.pdf', status: 'failed', failure: expect.stringContaining('may be a scan') }],
    counts: { queued: 0, reading: 0, read: 7, failed: 1 },
  });
});

it('tells of one document, before anybody has read it too', async () => {
  const documentId = fixedId('document', 'acme', 'Price list.csv');
  expect(await callAs(ada, getIngestStatus, { documentId })).toMatchObject({
    items: [{ status: 'read', failure: null }],
  });
  await callAs(ada, uploadDocuments, { files: [{ name: 'new.txt', contentBase64: 'bmV3' }] });
  expect(await callAs(ada, getIngestStatus, {})).toMatchObject({
    items: [{ name: 'new.txt', status: 'queued' }, { status: 'failed' }],
    counts: { queued: 1 },
  });
});
