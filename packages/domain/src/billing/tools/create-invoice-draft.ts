import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { activeCustomer, companyProfile, organizationToday } from '../../directory/index.ts';
import { Currency } from '../currency.ts';
import { insertDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { requireLineProjects } from '../line-store.ts';
import { teamFor } from '../placement.ts';
import { pricedLines } from '../priced-line.ts';
import {
  customerId,
  InvoiceDetail,
  NewLines,
  note,
  paymentTermDays,
  projectId,
  reference,
  teamId,
} from '../schemas.ts';

export const createInvoiceDraft = defineTool({
  name: 'create_invoice_draft',
  title: 'Create invoice draft',
  summary: 'Start a draft invoice for a customer, with or without lines. It has no number, and nothing is sent.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    customerId,
    projectId,
    teamId,
    currency: Currency.optional().describe('ISO 4217; by default the organization’s.'),
    lines: NewLines.default([]),
    reference,
    note,
    paymentTermDays,
  }),
  output: InvoiceDetail,
  examples: [
    { customerId: '$customerId' },
    {
      customerId: '$customerId',
      projectId: '$projectId',
      reference: 'PO 4711',
      lines: [
        {
          description: 'Concept work',
          quantityThousandths: 12_500,
          unit: 'h',
          unitPriceMinor: 9500,
          vatBasisPoints: 2550,
        },
        { description: 'Discount as agreed', unitPriceMinor: -10_000, vatBasisPoints: 2550, projectId: '$projectId' },
      ],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { lines, ...fields }, tx) => {
    const customer = await activeCustomer(tx, fields.customerId);
    const draft = {
      ...fields,
      teamId: await teamFor(ctx, tx, fields),
      currency: fields.currency ?? (await companyProfile(ctx, tx)).baseCurrency,
      paymentTermDays: fields.paymentTermDays ?? customer.paymentTermDays,
    };
    await requireLineProjects(tx, lines);
    const id = await insertDraft(ctx, tx, draft, pricedLines(lines));
    return requireInvoice(tx, id, await organizationToday(ctx, tx));
  });
