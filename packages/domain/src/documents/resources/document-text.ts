import type { Resource } from '@countersign/contracts/resource';
import { type DocumentDetail, TEXT_LENGTH_MAX } from '../schemas.ts';

export const documentText: Resource = {
  name: 'document_text',
  title: 'Text of a document',
  summary: `The first ${TEXT_LENGTH_MAX.toLocaleString('en')} characters that were read in a document; get_document goes on from there.`,
  mimeType: 'text/plain',
  uriTemplate: 'countersign://documents/{documentId}/text',
  tool: 'get_document',
  content: ({ text }: DocumentDetail) => ({ mimeType: 'text/plain', text }),
};
