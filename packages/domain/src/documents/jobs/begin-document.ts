import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { beginReading } from '../begin-store.ts';
import { noteGivenUp } from '../reading-store.ts';

/** A step of its own, because people can see only what was committed. */
export const beginDocument = defineJob({
  name: 'begin_document',
  summary: 'Note that an uploaded document is being read, and read it.',
  input: z.strictObject({ documentId: z.uuid() }),
})
  .whenGivenUp(async (ctx, { documentId }, tx) => noteGivenUp(ctx, tx, documentId))
  .handle(async (ctx, { documentId }, tx) => beginReading(ctx, tx, documentId));
