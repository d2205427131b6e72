import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { importDocument } from '../import-document.ts';
import { holdQueuedImport, noteFailed } from '../import-store.ts';

export const importStatement = defineJob({
  name: 'import_statement',
  summary: 'Import a bank statement and record the payments in it.',
  input: z.strictObject({ importId: z.uuid() }),
})
  .whenGivenUp(async (ctx, { importId }, tx) => {
    if (await holdQueuedImport(tx, importId)) await noteFailed(ctx, tx, importId, { failure: 'given_up' });
  })
  .handle(async (ctx, { importId }, tx) => importDocument(ctx, tx, importId));
