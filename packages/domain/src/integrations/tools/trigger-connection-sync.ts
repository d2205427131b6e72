import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { StatementImport } from '../schemas.ts';
import { queueImport, requireImport } from '../store.ts';
import { waitingStatements } from '../waiting-store.ts';

/** Looked at in one call; those imported do not count. */
const FILES_MAX = 50;

export const triggerConnectionSync = defineTool({
  name: 'trigger_connection_sync',
  title: 'Trigger connection sync',
  summary:
    'Import a bank statement (camt.053 or CSV), or each new camt.053 file that a finance role uploaded. Payments are recorded; list_imports tells.',
  module: 'integrations',
  // Payments that are recorded stay.
  effect: 'settle',
  idempotent: true,
  input: z.strictObject({
    kind: z.literal('bank_statement_files').default('bank_statement_files'),
    documentId: z.uuid().optional().describe('From upload_documents or list_documents.'),
  }),
  output: z.object({
    imports: z.array(StatementImport),
    leftOut: z
      .array(z.object({ documentId: z.uuid(), documentName: z.string() }))
      .describe('camt.053 files of people who may not record payments, and of API keys: each is imported when named.'),
  }),
  examples: [{ documentId: '$statementId' }, {}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { documentId }, tx) => {
    const waiting = documentId === undefined ? await waitingStatements(tx, FILES_MAX) : [];
    const [trusted, others] = [waiting.filter((file) => file.isTrusted), waiting.filter((file) => !file.isTrusted)];
    const imports: StatementImport[] = [];
    for (const id of documentId === undefined ? trusted.map((file) => file.documentId) : [documentId]) {
      imports.push(await requireImport(tx, await queueImport(ctx, tx, id)));
    }
    return { imports, leftOut: others.map(({ documentId: id, documentName }) => ({ documentId: id, documentName })) };
  });
