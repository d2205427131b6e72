import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Email, organizationToday } from '../../directory/index.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';
import { mailInvoice } from '../invoices/mail-invoice.ts';
import { REMINDERS_MAX, reminderLetter } from '../letters/letters.ts';
import { lockIssued } from '../life-store.ts';
import { isOverdue, openMinorOf } from '../rules.ts';
import { InvoiceDetail } from '../schemas.ts';

export const requestPaymentReminder = defineTool({
  name: 'request_payment_reminder',
  title: 'Request payment reminder',
  summary:
    'Mail the customer a reminder of an overdue invoice, with the PDF. Three at most, firmer each time, one a day.',
  module: 'billing',
  effect: 'send',
  reachesOutside: true,
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with overdue: true.'),
    to: Email.optional().describe('By default the customer’s own address.'),
  }),
  output: InvoiceDetail,
  examples: [{ invoiceId: '$overdueInvoiceId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, to }, tx) => {
    const invoice = await lockIssued(tx, invoiceId);
    const today = await organizationToday(ctx, tx);
    const { dueOn, remindedOn } = invoice;
    if (!isOverdue(invoice, today)) {
      throw new AppError('conflict', 'Only overdue invoices are reminded of, and nothing of this one is late.', {
        dueOn,
      });
    }
    const level = invoice.reminderLevel + 1;
    if (level > REMINDERS_MAX) {
      throw new AppError(
        'conflict',
        `The customer was reminded ${REMINDERS_MAX} times. Call them, or hand it to collection.`,
      );
    }
    if (remindedOn === today) {
      throw new AppError('conflict', 'The customer was reminded of this today already. Give them a day.', {
        remindedOn,
      });
    }
    const letter = reminderLetter({ ...invoice, openMinor: openMinorOf(invoice) }, level);
    await mailInvoice(ctx, tx, { invoiceId, buyer: invoice.buyer, to, letter, reminderLevel: level, today });
    return requireInvoice(tx, invoiceId, today);
  });
