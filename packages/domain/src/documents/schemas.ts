import { z } from 'zod';
import { Line, Prose } from '../text.ts';

export const ContentType = z.enum(['application/pdf', 'application/xml', 'text/csv', 'text/plain']);
export type ContentType = z.infer<typeof ContentType>;

export const DocumentStatus = z.enum(['queued', 'reading', 'read', 'failed']);
export type DocumentStatus = z.infer<typeof DocumentStatus>;

/** Why a document could not be read, in the words of a caller. */
export const FAILURES = {
  damaged: 'It is damaged and cannot be opened. Upload it again, or save it anew first.',
  protected: 'It is protected by a password. Upload a copy without one.',
  too_slow: 'Reading it took too long. Upload it in smaller parts.',
  too_large: 'It unfolds to more than can be read. Upload it in smaller parts.',
  no_text: 'No text was found in it; it may be a scan. Upload a copy with text.',
  given_up: 'Reading it failed several times, which is no fault of the file. Delete it and upload it again later.',
} as const;
export type Failure = keyof typeof FAILURES;

export const FILES_MAX = 10;
export const FILE_BYTES_MAX = 5 * 1024 * 1024;

export const DocumentName = Line();
export const ContextNote = Prose(2000).describe('What it is and what it is for, in your words.');

export const Document = z.object({
  id: z.uuid(),
  name: z.string(),
  contentType: ContentType,
  sizeBytes: z.int(),
  contextNote: z.string(),
  teamId: z.uuid().nullable(),
  teamName: z.string().nullable(),
  status: DocumentStatus,
  /** A sentence; null unless the status is failed. */
  failure: z.string().nullable(),
  pageCount: z.int().nullable(),
  uploadedByName: z.string().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type Document = z.infer<typeof Document>;

/** Characters of a document's text that one answer holds. */
export const TEXT_LENGTH_MAX = 20_000;

/** A document with a part of its text. */
export const DocumentDetail = Document.extend({
  text: z.string(),
  textLength: z.int(),
  /** Where the next part begins; null at the end. */
  nextTextFrom: z.int().nullable(),
});
export type DocumentDetail = z.infer<typeof DocumentDetail>;
