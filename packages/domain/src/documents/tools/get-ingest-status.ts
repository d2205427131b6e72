import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Document, DocumentStatus } from '../schemas.ts';
import { countDocuments, listDocuments, requireDocument } from '../store.ts';

const Ingest = Document.pick({ id: true, name: true, status: true, failure: true, readAt: true });

export const getIngestStatus = defineTool({
  name: 'get_ingest_status',
  title: 'Get ingest status',
  summary: 'How far reading is: of one document, or of all that are not read yet. Reading takes seconds.',
  module: 'documents',
  effect: 'read',
  input: z.strictObject({
    documentId: z.uuid().optional().describe('From upload_documents; all that are not read when absent.'),
  }),
  output: z.object({
    items: z.array(Ingest),
    counts: z.object(
      Object.fromEntries(DocumentStatus.options.map((status) => [status, z.int()])) as Record<DocumentStatus, z.ZodInt>,
    ),
  }),
  examples: [{}, { documentId: '$documentId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { documentId }, tx) => {
    const items = documentId
      ? [await requireDocument(tx, documentId)]
      : (await listDocuments(tx, { status: ['queued', 'reading', 'failed'], limit: 200 })).items;
    return { items, counts: await countDocuments(tx) };
  });
