import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { Line } from '../../text.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';
import { movementOfPayment } from '../payments/reversal-store.ts';
import { reversePayment as reverse } from '../payments/reverse-payment.ts';
import { InvoiceDetail } from '../schemas.ts';

export const reversePayment = defineTool({
  name: 'reverse_payment',
  title: 'Reverse payment',
  summary:
    'Take back a payment that was recorded in error: the invoice is open again and the books have its reversal. The payment stays to be seen.',
  module: 'billing',
  effect: 'settle',
  input: z.strictObject({
    paymentId: z.uuid().describe('From get_invoice.'),
    reason: Line(500).describe('Why, for whoever reads the books.'),
    reversedOn: Day.optional().describe('By default the day of the payment.'),
  }),
  output: InvoiceDetail,
  examples: [{ paymentId: '$paymentId', reason: 'It was another customer’s.' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { paymentId, reason, reversedOn }, tx) => {
    const movementId = await movementOfPayment(tx, paymentId);
    if (movementId !== undefined) {
      throw new AppError(
        'conflict',
        'A movement of the bank made this payment. Put it back with reconcile_movement, action put_back, so that the movement is open again.',
        { movementId },
      );
    }
    const { invoiceId } = await reverse(ctx, tx, paymentId, { on: reversedOn, reason });
    return requireInvoice(tx, invoiceId, await organizationToday(ctx, tx));
  });
