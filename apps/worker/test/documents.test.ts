import { jobs } from '@countersign/domain/catalogue';
import { deleteDocument } from '@countersign/domain/documents/tools/delete-document';
import { getDocument } from '@countersign/domain/documents/tools/get-document';
import { getIngestStatus } from '@countersign/domain/documents/tools/get-ingest-status';
import { uploadDocuments } from '@countersign/domain/documents/tools/upload-documents';
import { smallPdf } from '@countersign/testing/small-pdf';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorker, until } from './worker-under-test.ts';

const database = useTestDatabase('demo');
let worker: FastifyInstance;
beforeAll(async () => {
  worker = await startWorker(database, [...jobs.values()]);
});
afterAll(() => worker.close());

const ada = { person: 'ada', organization: 'acme' };

async function upload(...contents: readonly (readonly [string, Buffer])[]): Promise<string[]> {
  const files = contents.map(([name, bytes]) => ({ name, contentBase64: bytes.toString('base64') }));
  const { documents } = await createToolCaller(database).callAs<{ documents: { id: string }[] }>(ada, uploadDocuments, {
    files,
  });
  return documents.map(({ id }) => id);
}

async function status(documentId: string) {
  const { items } = await createToolCaller(database).callAs<{ items: { status: string; failure: string | null }[] }>(
    ada,
    getIngestStatus,
    { documentId },
  );
  return items[0];
}

it('reads what was uploaded within seconds: text is there, and what cannot be read says why', async () => {
  const [pdf, text, broken] = await upload(
    ['offer.pdf', smallPdf(['The hovercraft costs 900 euros.', 'Second page'])],
    ['latin.txt', Buffer.from('Hyvää päivää', 'latin1')],
    ['broken.pdf', Buffer.from('%PDF-1.7 and then nothing')],
  );
  for (const id of [pdf, text, broken]) {
    await until(async () => ['read', 'failed'].includes((await status(id ?? ''))?.status ?? ''), 10);
  }
  const { callAs } = createToolCaller(database);
  expect(await callAs(ada, getDocument, { documentId: pdf })).toMatchObject({
    status: 'read',
    text: 'The hovercraft costs 900 euros.\n\nSecond page',
    pageCount: 2,
  });
  expect(await callAs(ada, getDocument, { documentId: text })).toMatchObject({ text: 'Hyvää päivää', pageCount: null });
  expect(await status(broken ?? '')).toMatchObject({ status: 'failed', failure: expect.stringContaining('damaged') });
});

it('reads a text that unfolds to more words than an index of them holds', async () => {
  // Each mark unfolds to about five letters, and every three of them are another word.
  const mark = (index: number) => String.fromCodePoint(0x3300 + (Math.floor(index) % 80));
  const words = Array.from({ length: 50_000 }, (_, index) => mark(index) + mark(index / 80) + mark(index / 6400));
  const [id] = await upload(['unfolding.txt', Buffer.from(words.join(' '))]);
  await until(async () => (await status(id ?? ''))?.status === 'read', 10);
});

it('has nothing to do for a document that was deleted before it was read', async () => {
  const { callAs } = createToolCaller(database);
  const files = [{ name: 'gone.txt', contentBase64: 'Z29uZQ==' }];
  const { documents } = await callAs<{ documents: { id: string }[] }>(ada, uploadDocuments, { files });
  await callAs(ada, deleteDocument, { documentId: documents[0]?.id });
  await until(async () => {
    const { rows } = await database.owner.query(
      "select from job_queue.job where name = 'organization-job' and state in ('created', 'retry', 'active')",
    );
    return rows.length === 0;
  });
  expect((await worker.inject('/readyz')).json()).toMatchObject({ jobs: { failed: {}, retrying: 0 } });
});
