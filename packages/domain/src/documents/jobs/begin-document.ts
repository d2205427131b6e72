import { defineJob } from '@countersign/contracts/define-job';
import { enqueueJob } from '@countersign/db/enqueue-job';
import { z } from 'zod';
import { noteReading } from '../reading-store.ts';
import { readDocument } from './read-document.ts';

/** A step of its own, because people can see only what was committed. */
export const beginDocument = defineJob({
  name: 'begin_document',
  summary: 'Note that an uploaded document is being read, and read it.',
  input: z.strictObject({ documentId: z.uuid() }),
}).handle(async (ctx, { documentId }, tx) => {
  if (await noteReading(ctx, tx, documentId)) await enqueueJob(tx, readDocument, { documentId });
});
