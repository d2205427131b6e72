import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { activeCustomer, organizationToday } from '../../directory/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Currency } from '../currency.ts';
import { changeDraft, lockDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { replaceLines } from '../line-store.ts';
import { teamAfter } from '../placement.ts';
import {
  customerId,
  InvoiceDetail,
  KeptLines,
  note,
  paymentTermDays,
  projectId,
  reference,
  teamId,
} from '../schemas.ts';

export const updateInvoiceDraft = defineTool({
  name: 'update_invoice_draft',
  title: 'Update invoice draft',
  summary: 'Change a draft invoice. Fields left out stay, lines replace all lines. Issued invoices are refused.',
  module: 'billing',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with status draft.'),
    customerId: customerId.optional(),
    projectId,
    teamId,
    currency: Currency.optional(),
    lines: KeptLines.optional(),
    reference,
    note,
    paymentTermDays,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { projectId: null, teamId: null, reference: null, note: null },
  output: InvoiceDetail,
  examples: [
    { invoiceId: '$draftInvoiceId', reference: 'PO 4712', paymentTermDays: 30 },
    {
      invoiceId: '$draftInvoiceId',
      lines: [{ description: 'Workshop', unitPriceMinor: 120_000, vatBasisPoints: 2550, projectId: '$projectId' }],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { invoiceId, expectedVersion, lines, ...fields }, tx) => {
    const before = await lockDraft(tx, invoiceId);
    refuseStale(before, expectedVersion);
    if (fields.customerId) await activeCustomer(tx, fields.customerId);
    await changeDraft(ctx, tx, invoiceId, { ...fields, teamId: await teamAfter(ctx, tx, before, fields) });
    if (lines) await replaceLines(ctx, tx, 'invoice', invoiceId, lines);
    return requireInvoice(tx, invoiceId, await organizationToday(ctx, tx));
  });
