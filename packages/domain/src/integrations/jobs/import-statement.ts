import { defineJob } from '@countersign/contracts/define-job';
import { z } from 'zod';
import { importDocument } from '../import-document.ts';

export const importStatement = defineJob({
  name: 'import_statement',
  summary: 'Import a bank statement and record the payments in it.',
  input: z.strictObject({ importId: z.uuid() }),
}).handle(async (ctx, { importId }, tx) => importDocument(ctx, tx, importId));
