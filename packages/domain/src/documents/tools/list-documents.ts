import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { SearchText } from '../../text.ts';
import { ContentType, Document, DocumentStatus } from '../schemas.ts';
import * as store from '../store.ts';

export const listDocuments = defineTool({
  name: 'list_documents',
  title: 'List documents',
  summary: 'Uploaded documents, newest first, filtered by name, kind or state. search looks inside their text.',
  module: 'documents',
  effect: 'read',
  input: z.strictObject({
    teamId: z.uuid().optional(),
    status: z.array(DocumentStatus).min(1).max(4).optional().describe('Any of these; all when absent.'),
    contentType: ContentType.optional(),
    text: SearchText.optional(),
    ...pageInput,
  }),
  output: pageOutput(Document),
  examples: [{}, { text: 'contract', status: ['read'] }],
})
  .allow(inTeam((input) => input.teamId))
  .handle((_ctx, filter, tx) => store.listDocuments(tx, filter));
