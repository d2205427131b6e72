import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DocumentDetail } from '../schemas.ts';
import { requireDocumentDetail } from '../store.ts';

export const getDocument = defineTool({
  name: 'get_document',
  title: 'Get document',
  summary: 'One document with its text, 20,000 characters at a time. Long ones go on at nextTextFrom.',
  module: 'documents',
  effect: 'read',
  input: z.strictObject({
    documentId: z.uuid().describe('From list_documents or search.'),
    textFrom: z.int().min(0).max(10_000_000).default(0).describe('nextTextFrom of the part before.'),
  }),
  output: DocumentDetail,
  examples: [{ documentId: '$documentId' }],
})
  .allow(whoeverIsPermitted)
  .handle((_ctx, { documentId, textFrom }, tx) => requireDocumentDetail(tx, documentId, textFrom));
