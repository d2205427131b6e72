import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { activeCustomer, organizationToday } from '../../directory/index.ts';
import { parseRecurrence } from '../../schedule/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Currency } from '../currency.ts';
import { replaceLines } from '../line-store.ts';
import { teamAfter } from '../placement.ts';
import { nextDraftOn, withUpcoming } from '../recurring/recurring-rules.ts';
import {
  Name,
  ownPaymentTermDays,
  Recurrence,
  RecurringInvoiceDetail,
  startsOn,
} from '../recurring/recurring-schemas.ts';
import { changeRecurringInvoice, lockRecurringInvoice, requireRecurringInvoice } from '../recurring/recurring-store.ts';
import { customerId, NewLines, note, projectId, reference, teamId } from '../schemas.ts';

export const updateRecurringInvoice = defineTool({
  name: 'update_recurring_invoice',
  title: 'Update recurring invoice',
  summary:
    'Change what is billed again and again, how often, or pause it: drafts are made also while MCP writing is off. Fields left out stay; drafts made before do not change.',
  module: 'billing',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    recurringInvoiceId: z.uuid().describe('From list_recurring_invoices.'),
    name: Name.optional(),
    lines: NewLines.min(1).optional().describe('Replaces all lines.'),
    recurrence: Recurrence.optional(),
    startsOn: startsOn.optional(),
    paused: z.boolean().optional().describe('Days that pass while it is paused are not drafted afterwards.'),
    customerId: customerId.optional(),
    projectId,
    teamId,
    currency: Currency.optional(),
    reference,
    note,
    paymentTermDays: ownPaymentTermDays,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { projectId: null, teamId: null, reference: null, note: null, paymentTermDays: null },
  output: RecurringInvoiceDetail,
  examples: [
    { recurringInvoiceId: '$recurringInvoiceId', paused: true },
    {
      recurringInvoiceId: '$recurringInvoiceId',
      lines: [{ description: 'Hosting', unitPriceMinor: 26_900, vatBasisPoints: 2550, projectId: '$projectId' }],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { recurringInvoiceId, expectedVersion, lines, ...fields }, tx) => {
    const before = await lockRecurringInvoice(tx, recurringInvoiceId);
    refuseStale(before, expectedVersion);
    // Going on bills the customer, so it must be there to be billed.
    if (fields.customerId || (before.paused && fields.paused === false)) {
      await activeCustomer(tx, fields.customerId ?? before.customerId);
    }
    const teamId = await teamAfter(ctx, tx, before, fields);
    const recurrence = fields.recurrence === undefined ? before.recurrence : parseRecurrence(fields.recurrence);
    const rule = { recurrence, startsOn: fields.startsOn ?? before.startsOn, lastDraftedOn: before.lastDraftedOn };
    const today = await organizationToday(ctx, tx);
    const nextOn = nextDraftOn(before, { ...rule, paused: fields.paused ?? before.paused }, today);
    await changeRecurringInvoice(ctx, tx, recurringInvoiceId, { ...fields, teamId, recurrence, nextOn });
    if (lines) await replaceLines(ctx, tx, 'recurring_invoice', recurringInvoiceId, lines);
    return withUpcoming(await requireRecurringInvoice(tx, recurringInvoiceId), today);
  });
