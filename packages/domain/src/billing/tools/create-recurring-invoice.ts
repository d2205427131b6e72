import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { activeCustomer, companyProfile, organizationToday } from '../../directory/index.ts';
import { parseRecurrence } from '../../schedule/index.ts';
import { Currency } from '../currency.ts';
import { requireLineProjects } from '../line-store.ts';
import { teamFor } from '../placement.ts';
import { pricedLines } from '../priced-line.ts';
import { firstDraftOn, withUpcoming } from '../recurring/recurring-rules.ts';
import {
  Name,
  ownPaymentTermDays,
  Recurrence,
  RecurringInvoiceDetail,
  startsOn,
} from '../recurring/recurring-schemas.ts';
import { insertRecurringInvoice, requireRecurringInvoice } from '../recurring/recurring-store.ts';
import { customerId, NewLines, note, projectId, reference, teamId } from '../schemas.ts';

export const createRecurringInvoice = defineTool({
  name: 'create_recurring_invoice',
  title: 'Create recurring invoice',
  summary:
    'Bill the same lines again and again. A draft is made on each day of the rule, also while MCP writing is off; nothing is issued or sent.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    customerId,
    lines: NewLines.min(1),
    name: Name.optional().describe('By default the first line’s description.'),
    recurrence: Recurrence.default('FREQ=MONTHLY;BYMONTHDAY=1'),
    startsOn: startsOn.optional().describe('The first day that counts; by default today where the organization is.'),
    projectId,
    teamId,
    currency: Currency.optional().describe('ISO 4217; by default the organization’s.'),
    reference,
    note,
    paymentTermDays: ownPaymentTermDays,
  }),
  output: RecurringInvoiceDetail,
  examples: [
    {
      customerId: '$customerId',
      name: 'Hosting',
      recurrence: 'FREQ=MONTHLY;BYMONTHDAY=-1',
      lines: [
        {
          description: 'Hosting and monitoring',
          unit: 'month',
          unitPriceMinor: 24_900,
          vatBasisPoints: 2550,
          projectId: '$projectId',
        },
      ],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { lines, ...fields }, tx) => {
    await activeCustomer(tx, fields.customerId);
    const today = await organizationToday(ctx, tx);
    const recurrence = parseRecurrence(fields.recurrence);
    const first = fields.startsOn ?? today;
    const series = {
      ...fields,
      name: fields.name ?? (lines[0]?.description ?? '').slice(0, 200),
      recurrence,
      startsOn: first,
      nextOn: firstDraftOn(recurrence, first, today),
      teamId: await teamFor(ctx, tx, fields),
      currency: fields.currency ?? (await companyProfile(ctx, tx)).baseCurrency,
    };
    await requireLineProjects(tx, lines);
    const id = await insertRecurringInvoice(ctx, tx, series, pricedLines(lines));
    return withUpcoming(await requireRecurringInvoice(tx, id), today);
  });
