import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { readFile } from '../reading/read-file.ts';
import { findFileToRead, noteGivenUp, noteRead } from '../reading-store.ts';

export const readDocument = defineJob({
  name: 'read_document',
  summary: 'Find the text in an uploaded document.',
  input: z.strictObject({ documentId: z.uuid() }),
})
  .whenGivenUp(async (ctx, { documentId }, tx) => noteGivenUp(ctx, tx, documentId))
  .handle(async (ctx, { documentId }, tx) => {
    const file = await findFileToRead(tx, documentId);
    if (file) await noteRead(ctx, tx, documentId, await readFile(file.contentType, file.bytes));
  });
