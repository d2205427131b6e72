import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { smallPdf } from '@countersign/testing/small-pdf';
import { describe, expect, it } from 'vitest';
import { type Document, FILE_BYTES_MAX } from '../schemas.ts';
import { deleteDocument } from './delete-document.ts';
import { uploadDocuments } from './upload-documents.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

function file(name: string, content: Buffer | string) {
  return { name, contentBase64: Buffer.from(content).toString('base64') };
}

it('keeps each file byte for byte, by what its bytes are, and leaves a job to read it', async () => {
  const pdf = smallPdf(['Agreement']);
  const files = [
    { ...file('agreement.pdf', pdf), contextNote: 'Signed.' },
    file('rows.csv', 'a;b\n1;2\n'),
    file('no-ending', 'Just text'),
  ];
  const { documents } = await callAs<{ documents: Document[] }>(ada, uploadDocuments, { files });
  expect(documents).toMatchObject([
    { name: 'agreement.pdf', contentType: 'application/pdf', sizeBytes: pdf.length, contextNote: 'Signed.' },
    { name: 'rows.csv', contentType: 'text/csv', contextNote: '' },
    { name: 'no-ending', contentType: 'text/plain', status: 'queued', uploadedByName: 'Ada', version: 1 },
  ]);
  const { rows } = await database.owner.query<{ bytes: Buffer; jobs: number }>(
    `select bytes, (select count(*) from job_queue.job where data -> 'input' ->> 'documentId' = document_id::text) as jobs
     from document_content where document_id = $1`,
    [documents[0]?.id],
  );
  expect(rows).toEqual([{ bytes: pdf, jobs: 1 }]);
});

it('takes ten files of five mebibytes, and not a byte more', async () => {
  const full = file('full.txt', Buffer.alloc(FILE_BYTES_MAX, 'a'));
  const files = Array.from({ length: 10 }, () => full);
  const { documents } = await callAs<{ documents: Document[] }>(ada, uploadDocuments, { files });
  expect(documents.length).toBe(10);
  for (const wrong of [
    { files: [...files, full] },
    { files: [file('more.txt', Buffer.alloc(FILE_BYTES_MAX + 1, 'a'))] },
    { files: [] },
  ]) {
    await expect(callAs(ada, uploadDocuments, wrong)).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it.each([
  [
    'a program',
    file('invoice.pdf', Buffer.from('7f454c46020101000000000000000000', 'hex')),
    'no PDF, XML, CSV or plain text',
  ],
  ['no base64', { name: 'a.txt', contentBase64: 'not base64!' }, 'is no base64'],
  ['nothing', { name: 'a.txt', contentBase64: '====' }, 'is no base64'],
])('refuses %s, naming it, and keeps none of the others', async (_what, wrong, problem) => {
  const before = await count();
  const call = callAs(ada, uploadDocuments, { files: [file('good.txt', 'good'), wrong] });
  await expect(call).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining(problem),
    details: { fields: [{ path: 'files.1.contentBase64' }] },
  });
  expect(await count()).toBe(before);
});

it('puts a file into the team of a narrowed connection, and into no other', async () => {
  const files = [file('a.txt', 'a')];
  const inDesign = { ...ada, team: 'Design' };
  const design = fixedId('team', 'acme', 'Design');
  expect(await callAs(inDesign, uploadDocuments, { files })).toMatchObject({ documents: [{ teamId: design }] });
  for (const teamId of [fixedId('team', 'acme', 'Engineering'), fixedId('team', 'acme', 'none')]) {
    await expect(callAs(inDesign, uploadDocuments, { files, teamId })).rejects.toMatchObject({ code: 'not_found' });
  }
});

async function count(): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>('select count(*) from document');
  return rows[0]?.count ?? 0;
}

describe('an organization whose room for documents is used up', () => {
  const initech = { person: 'ada', organization: 'initech' };
  const organizationId = fixedId('organization', 'initech');
  const upload = (bytes: number) =>
    callAs<{ documents: Document[] }>(initech, uploadDocuments, {
      files: [file('notes.txt', Buffer.alloc(bytes, 'a'))],
    });
  const storage = async () => {
    const { rows } = await database.owner.query<{ bytes: number }>(
      `select bytes, (select coalesce(sum(size_bytes), 0) from document where document.organization_id = storage.organization_id) as kept
       from document_storage as storage where organization_id = $1`,
      [organizationId],
    );
    return rows[0];
  };

  it('is refused the next, also of two at once, and has it back when one is deleted', async () => {
    const most = 1_000_000;
    const [first] = (await upload(most)).documents;
    const before = (await storage())?.bytes ?? 0;
    await database.owner.query(
      'update document_storage set mebibytes_max = bytes / 1048576 + 2 where organization_id = $1',
      [organizationId],
    );
    const answers = await Promise.allSettled([upload(most), upload(most)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', message: expect.stringContaining('more room than it has') },
    });
    expect(await storage()).toEqual({ bytes: before + most, kept: before + most });
    await callAs(initech, deleteDocument, { documentId: first?.id });
    expect(await storage()).toEqual({ bytes: before, kept: before });
    await upload(most);
  });
});
