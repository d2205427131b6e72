import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { newId } from '@countersign/runtime/ids';
import { dayAfter } from '../../calendar.ts';
import { holdCustomer, organizationToday } from '../../directory/index.ts';
import { nextDayOf } from '../../schedule/index.ts';
import { insertDraft } from '../invoices/invoice-store.ts';
import { changeRecurringInvoice, claimPeriod, holdDue, recurringLines } from './recurring-store.ts';

/** After a long time away, how many periods of one series are drafted at one go; the next run goes on. */
const PERIODS_AT_ONCE = 24;

/**
 * Drafts every period of every series that is due where the organization is: once each, whoever else does the same at this moment,
 * because a period is claimed under a unique key before it is drafted. A series whose customer was archived is paused.
 */
export async function draftDue(ctx: JobContext, tx: Tx): Promise<void> {
  const today = await organizationToday(ctx, tx);
  for (const series of await holdDue(tx, today)) {
    const customer = await holdCustomer(tx, series.customerId);
    if (customer.archivedAt !== null) {
      await changeRecurringInvoice(ctx, tx, series.id, { paused: true });
      continue;
    }
    const { id, recurrence, startsOn, teamId, customerId, projectId, currency, reference, note } = series;
    const paymentTermDays = series.paymentTermDays ?? customer.paymentTermDays;
    const fields = { teamId, customerId, projectId, currency, reference, note, paymentTermDays };
    const lines = await recurringLines(tx, id);
    let due: string | null = series.nextOn;
    for (let count = 0; due !== null && due <= today && count < PERIODS_AT_ONCE; count++) {
      const invoiceId = newId();
      if (await claimPeriod(ctx, tx, id, due, invoiceId)) {
        await insertDraft(ctx, tx, fields, lines, invoiceId);
      }
      due = nextDayOf(recurrence, startsOn, dayAfter(due, 1));
    }
    await changeRecurringInvoice(ctx, tx, id, { nextOn: due });
  }
}
