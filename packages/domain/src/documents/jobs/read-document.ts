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
  .prepare(async (ctx, { documentId }, read) => {
    const file = await read((tx) => findFileToRead(tx, documentId));
    return file && readFile(ctx.organization.id, file.contentType, file.bytes);
  })
  .handle(async (ctx, { documentId }, tx, reading) => {
    if (reading) await noteRead(ctx, tx, documentId, reading);
  });
