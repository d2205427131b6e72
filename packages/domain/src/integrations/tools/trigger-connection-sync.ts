import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
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
    'Import a bank statement (camt.052, .053, .054 or CSV), or each new camt file that a finance role uploaded. Payments are recorded; list_imports tells.',
  module: 'integrations',
  // Payments that are recorded stay.
  effect: 'settle',
  idempotent: true,
  input: z.strictObject({
    kind: z.literal('bank_statement_files').default('bank_statement_files'),
    documentId: z.uuid().optional().describe('From upload_documents or list_documents.'),
    decimalMark: z
      .enum(['comma', 'point'])
      .optional()
      .describe('When an import asked which mark the decimals of its amounts have.'),
    dayOrder: z
      .enum(['day_first', 'month_first'])
      .optional()
      .describe('When an import asked what comes first in its days.'),
    accountIs: z
      .enum(['ours', 'not_ours'])
      .optional()
      .describe('When an import is of an account that is not in the company’s details: whose it is, as a person said.'),
  }),
  output: z.object({
    imports: z.array(StatementImport),
    leftOut: z
      .array(z.object({ documentId: z.uuid(), documentName: z.string() }))
      .describe('camt files of people who may not record payments, and of API keys: each is imported when named.'),
  }),
  examples: [{ documentId: '$statementId' }, {}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { documentId, decimalMark, dayOrder, accountIs }, tx) => {
    const answers = { decimalMark, dayOrder, accountIs };
    if (documentId === undefined && Object.values(answers).some((answer) => answer !== undefined)) {
      throw new AppError('invalid_input', 'documentId: an answer is about one file. Name it.', {
        fields: [{ path: 'documentId', problem: 'missing' }],
      });
    }
    const waiting = documentId === undefined ? await waitingStatements(tx, FILES_MAX) : [];
    const [trusted, others] = [waiting.filter((file) => file.isTrusted), waiting.filter((file) => !file.isTrusted)];
    const imports: StatementImport[] = [];
    for (const id of documentId === undefined ? trusted.map((file) => file.documentId) : [documentId]) {
      imports.push(await requireImport(tx, await queueImport(ctx, tx, id, answers)));
    }
    return { imports, leftOut: others.map(({ documentId: id, documentName }) => ({ documentId: id, documentName })) };
  });
