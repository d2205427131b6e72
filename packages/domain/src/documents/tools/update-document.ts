import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { ContextNote, Document, DocumentName } from '../schemas.ts';
import { lockDocument, requireDocument, updateDocument as update } from '../store.ts';

export const updateDocument = defineTool({
  name: 'update_document',
  title: 'Update document',
  summary: 'Rename a document or change the note about it. Its content never changes.',
  module: 'documents',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    documentId: z.uuid().describe('From list_documents.'),
    name: DocumentName.optional(),
    contextNote: ContextNote.optional(),
    expectedVersion: ExpectedVersion,
  }),
  clearable: { contextNote: '' },
  output: Document,
  examples: [{ documentId: '$documentId', contextNote: 'Signed by both parties.' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { documentId, expectedVersion, ...fields }, tx) => {
    refuseStale(await lockDocument(tx, documentId), expectedVersion);
    await update(ctx, tx, documentId, fields);
    return requireDocument(tx, documentId);
  });
