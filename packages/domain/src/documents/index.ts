import type { Module } from '@countersign/contracts/define-tool';
import { beginDocument } from './jobs/begin-document.ts';
import { readDocument } from './jobs/read-document.ts';
import { documentText } from './resources/document-text.ts';
import { searchableDocuments } from './search-store.ts';
import { deleteDocument } from './tools/delete-document.ts';
import { getDocument } from './tools/get-document.ts';
import { getIngestStatus } from './tools/get-ingest-status.ts';
import { listDocuments } from './tools/list-documents.ts';
import { updateDocument } from './tools/update-document.ts';
import { uploadDocuments } from './tools/upload-documents.ts';

export { decodeText } from './reading/decode-text.ts';
export { requireDocument, requireDocumentBytes } from './store.ts';

/** Files people keep here, and the text in them. */
export const documents: Module = {
  name: 'documents',
  title: 'Documents',
  area: 'general',
  tools: [listDocuments, getDocument, getIngestStatus, uploadDocuments, updateDocument, deleteDocument],
  jobs: [beginDocument, readDocument],
  resources: [documentText],
  searchables: [searchableDocuments],
};
