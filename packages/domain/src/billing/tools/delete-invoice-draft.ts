import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { countTimeOnInvoice } from '../../time/index.ts';
import { deleteDraft, lockDraft } from '../invoices/invoice-store.ts';

export const deleteInvoiceDraft = defineTool({
  name: 'delete_invoice_draft',
  title: 'Delete invoice draft',
  summary: 'Delete a draft invoice with its lines. Time it billed can be billed again. Issued invoices are refused.',
  module: 'billing',
  effect: 'delete',
  idempotent: true,
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with status draft.'),
    expectedVersion: ExpectedVersion,
  }),
  output: z.object({ deletedInvoiceId: z.uuid(), freedTimeEntries: z.int() }),
  examples: [{ invoiceId: '$draftInvoiceId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { invoiceId, expectedVersion }, tx) => {
    refuseStale(await lockDraft(tx, invoiceId), expectedVersion);
    const freedTimeEntries = await countTimeOnInvoice(tx, invoiceId);
    await deleteDraft(tx, invoiceId);
    return { deletedInvoiceId: invoiceId, freedTimeEntries };
  });
