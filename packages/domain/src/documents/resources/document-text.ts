import { defineResource } from '@countersign/contracts/define-resource';
import { type DocumentDetail, TEXT_LENGTH_MAX } from '../schemas.ts';

export const documentText = defineResource<DocumentDetail>({
  name: 'document_text',
  title: 'Text of a document',
  summary: `The first ${TEXT_LENGTH_MAX.toLocaleString('en')} characters that were read in a document; get_document goes on from there.`,
  mimeType: 'text/plain',
  uriTemplate: 'countersign://documents/{documentId}/text',
  tool: 'get_document',
  content: ({ text }) => ({ mimeType: 'text/plain', text }),
});
