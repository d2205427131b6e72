import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { findStatementFiles } from '../../documents/index.ts';
import { StatementImport } from '../schemas.ts';
import { isImported, queueImport, requireImport } from '../store.ts';

const FILES_MAX = 20;

export const triggerConnectionSync = defineTool({
  name: 'trigger_connection_sync',
  title: 'Trigger connection sync',
  summary:
    'Import an uploaded bank statement (camt.053 or CSV), or every camt.053 file not imported yet. Payments found are recorded; list_imports tells.',
  module: 'integrations',
  // Payments that are recorded stay.
  effect: 'settle',
  idempotent: true,
  input: z.strictObject({
    kind: z.literal('bank_statement_files').default('bank_statement_files'),
    documentId: z.uuid().optional().describe('From upload_documents or list_documents.'),
  }),
  output: z.object({ imports: z.array(StatementImport) }),
  examples: [{ documentId: '$statementId' }, {}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { documentId }, tx) => {
    const imports: StatementImport[] = [];
    for (const id of documentId ? [documentId] : await waitingFiles(tx)) {
      imports.push(await requireImport(tx, await queueImport(ctx, tx, id)));
    }
    return { imports };
  });

async function waitingFiles(tx: Parameters<typeof findStatementFiles>[0]): Promise<string[]> {
  const waiting: string[] = [];
  for (const { id, digest } of await findStatementFiles(tx, 'application/xml', 'camt.053', FILES_MAX)) {
    if (!(await isImported(tx, digest))) waiting.push(id);
  }
  return waiting;
}
