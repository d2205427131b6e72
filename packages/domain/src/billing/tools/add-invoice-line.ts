import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { organizationToday } from '../../directory/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { changeDraft, lockDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { appendLines, requireLineProjects } from '../line-store.ts';
import { pricedLine } from '../priced-line.ts';
import { InvoiceDetail, NewLine } from '../schemas.ts';

export const addInvoiceLine = defineTool({
  name: 'add_invoice_line',
  title: 'Add invoice line',
  summary: 'Add one line to the end of a draft invoice. To change or remove lines use update_invoice_draft.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with status draft.'),
    ...NewLine.shape,
    expectedVersion: ExpectedVersion,
  }),
  output: InvoiceDetail,
  examples: [
    {
      invoiceId: '$draftInvoiceId',
      description: 'Workshop, half a day',
      quantityThousandths: 500,
      unit: 'day',
      unitPriceMinor: 120_000,
      vatBasisPoints: 2550,
    },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, expectedVersion, ...line }, tx) => {
    refuseStale(await lockDraft(tx, invoiceId), expectedVersion);
    await requireLineProjects(tx, [line]);
    await appendLines(ctx, tx, 'invoice', invoiceId, [pricedLine(line, 'line')]);
    await changeDraft(ctx, tx, invoiceId, {});
    return requireInvoice(tx, invoiceId, await organizationToday(ctx, tx));
  });
