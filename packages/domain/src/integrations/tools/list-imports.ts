import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { StatementImport } from '../schemas.ts';
import * as store from '../store.ts';

export const listImports = defineTool({
  name: 'list_imports',
  title: 'List imports',
  summary:
    'Imported bank statements, newest first: what each paid, and the movements that paid no invoice with the reason.',
  module: 'integrations',
  effect: 'read',
  input: z.strictObject({ status: StatementImport.shape.status.optional(), ...pageInput }),
  output: pageOutput(StatementImport),
  examples: [{}, { status: 'failed' }],
})
  .allow(whoeverIsPermitted)
  .handle((_ctx, filter, tx) => store.listImports(tx, filter));
