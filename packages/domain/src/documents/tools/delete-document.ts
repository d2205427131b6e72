import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { lockDocument, deleteDocument as remove } from '../store.ts';

export const deleteDocument = defineTool({
  name: 'delete_document',
  title: 'Delete document',
  summary: 'Delete a document and its text for good.',
  module: 'documents',
  effect: 'delete',
  idempotent: true,
  input: z.strictObject({ documentId: z.uuid().describe('From list_documents.') }),
  output: z.object({ documentId: z.uuid(), deleted: z.literal(true) }),
  examples: [{ documentId: '$documentId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { documentId }, tx) => {
    await lockDocument(tx, documentId);
    await remove(tx, documentId);
    return { documentId, deleted: true as const };
  });
