import { defineTool } from '@countersign/contracts/define-tool';
import { AppError, notFound } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { AMOUNT_MINOR_MAX, recordPayment } from '../../billing/index.ts';
import { BOOKABLE } from '../../books/index.ts';
import { Line } from '../../text.ts';
import { creditLeft } from '../reconcile/credit-store.ts';
import { ignoreMovement, requireMovement } from '../reconcile/movement-store.ts';
import { lockRow, partsOf, refreshState } from '../reconcile/part-store.ts';
import { putBack } from '../reconcile/put-back.ts';
import { settleParts, settleRefund } from '../reconcile/settle-parts.ts';
import { invalid } from '../reconcile/wanted-part.ts';
import { MovementRecord } from '../schemas.ts';

const ACTIONS = ['match', 'book', 'ignore', 'put_back', 'use_credit'] as const;
/** What each action takes, so that nothing said is passed over. */
const TAKES: Readonly<Record<(typeof ACTIONS)[number], readonly string[]>> = {
  match: ['parts'],
  book: ['account', 'amountMinor', 'baseMinor', 'reason'],
  ignore: ['reason'],
  put_back: ['reason', 'partId'],
  use_credit: ['partId', 'invoiceId', 'amountMinor', 'reason'],
};
const PARTS_MAX = 50;
const amount = z.int().min(-AMOUNT_MINOR_MAX).max(AMOUNT_MINOR_MAX);
const TARGETS = ['invoiceId', 'paymentId', 'expenseId', 'customerId', 'creditId', 'account'] as const;

const Part = z.strictObject({
  invoiceId: z.uuid().optional().describe('Money for this invoice, or, with creditNoteId, back for it.'),
  creditNoteId: z.uuid().optional(),
  paymentId: z
    .uuid()
    .optional()
    .describe('Money in: the payment recorded by hand that this is. Money out: the payment the bank took back.'),
  expenseId: z.uuid().optional().describe('Money out: pays it. Money in: its payment came back.'),
  customerId: z.uuid().optional().describe('Money in that is paid too much or in advance: a credit of this customer.'),
  creditId: z.uuid().optional().describe('Money out that gives a customer’s credit back: the id of that part.'),
  account: z
    .enum(BOOKABLE)
    .optional()
    .describe('Without a document, such as bank_fees, interest_income or tax_account.'),
  amountMinor: amount
    .optional()
    .describe(
      'In the movement’s currency; by default what is open. Below zero, with account, for what was kept of it.',
    ),
  settlesMinor: amount
    .optional()
    .describe('What of the invoice or expense it pays, in its currency, when that is another.'),
  baseMinor: amount.optional().describe('What it came to in the books’ currency, when the movement is in another.'),
  note: Line(500).optional(),
});

export const reconcileMovement = defineTool({
  name: 'reconcile_movement',
  title: 'Reconcile movement',
  summary:
    'Say what a movement of the bank was: match it in parts to invoices, expenses or customers, book it to an account, ignore it with a reason, or put that back.',
  module: 'integrations',
  effect: 'settle',
  input: z.strictObject({
    movementId: z.uuid().describe('From list_movements.'),
    action: z
      .enum(ACTIONS)
      .describe(
        'match: parts. book: account. ignore: reason. put_back: reason, and partId for one part. use_credit: partId and invoiceId.',
      ),
    parts: z.array(Part).min(1).max(PARTS_MAX).optional(),
    account: z.enum(BOOKABLE).optional(),
    amountMinor: amount.optional().describe('For book and use_credit; by default all that is open.'),
    baseMinor: amount
      .optional()
      .describe('For book: what it came to in the books’ currency, when the movement is in another.'),
    partId: z.uuid().optional().describe('From the parts of the movement.'),
    invoiceId: z.uuid().optional().describe('For use_credit: the invoice that is paid from the credit.'),
    reason: Line(500).optional(),
  }),
  output: MovementRecord,
  examples: [
    { movementId: '$openMovementId', action: 'book', account: 'other_income', reason: 'A grant.' },
    { movementId: '$openMovementId', action: 'ignore', reason: 'It was on paper already.' },
    { movementId: '$openMovementId', action: 'match', parts: [{ customerId: '$customerId' }] },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(
    async (ctx, { movementId, action, parts, account, amountMinor, baseMinor, partId, invoiceId, reason }, tx) => {
      const given = { parts, account, amountMinor, baseMinor, partId, invoiceId, reason };
      const stray = Object.entries(given).find(([name, value]) => value !== undefined && !TAKES[action].includes(name));
      if (stray) {
        throw new AppError(
          'invalid_input',
          `${stray[0]}: the action ${action} does not take it. It takes ${TAKES[action].join(', ')}.`,
          {
            fields: [{ path: stray[0], problem: 'not of this action' }],
          },
        );
      }
      const row = await lockRow(tx, movementId);
      if (action !== 'put_back' && action !== 'use_credit' && row.state !== 'open') {
        throw new AppError('conflict', `This movement is ${row.state}. Put it back first, with action put_back.`, {
          state: row.state,
        });
      }
      switch (action) {
        case 'match':
          if (!parts) throw missing('parts');
          for (const [index, part] of parts.entries()) {
            const path = `parts.${index}`;
            if (TARGETS.filter((target) => part[target] !== undefined).length !== 1) {
              throw invalid(path, `name one of ${TARGETS.join(', ')}.`);
            }
            const { creditNoteId, invoiceId: ofInvoice } = part;
            if (creditNoteId === undefined) await settleParts(ctx, tx, row, [part], path);
            else if (ofInvoice === undefined)
              throw invalid(path, 'creditNoteId goes with the invoiceId of its invoice.');
            else await settleRefund(ctx, tx, row, { ...part, creditNoteId, invoiceId: ofInvoice }, path);
          }
          break;
        case 'book':
          if (!account) throw missing('account');
          await settleParts(ctx, tx, row, [{ account, amountMinor, baseMinor, note: reason }], 'account');
          break;
        case 'ignore':
          if (!reason) throw missing('reason');
          if ((await partsOf(tx, movementId)).length > 0) {
            throw new AppError(
              'conflict',
              'A part of this movement is settled. Put that back first, or book the rest to an account.',
            );
          }
          await ignoreMovement(tx, movementId, reason);
          return requireMovement(tx, movementId);
        case 'put_back': {
          if (!reason) throw missing('reason');
          const all = await partsOf(tx, movementId);
          const chosen = partId === undefined ? all : all.filter(({ id }) => id === partId);
          if (partId !== undefined && chosen.length === 0) throw notFound('part');
          if (chosen.length === 0 && row.state !== 'ignored') {
            throw new AppError(
              'conflict',
              'There is nothing of this movement to put back. list_movements shows its parts.',
            );
          }
          await putBack(ctx, tx, row, chosen, reason);
          break;
        }
        case 'use_credit': {
          if (!partId) throw missing('partId');
          if (!invoiceId) throw missing('invoiceId');
          const { leftMinor } = await creditLeft(tx, partId);
          const wanted = amountMinor ?? leftMinor;
          if (wanted > leftMinor || wanted <= 0) {
            throw new AppError('conflict', `Only ${leftMinor} minor units of this credit are left. Say at most that.`, {
              creditLeftMinor: leftMinor,
            });
          }
          await recordPayment(ctx, tx, invoiceId, {
            amountMinor: wanted,
            method: 'other',
            note: reason ?? 'From a credit of the customer',
            creditPartId: partId,
          });
          return requireMovement(tx, movementId);
        }
      }
      await refreshState(tx, movementId);
      return requireMovement(tx, movementId);
    },
  );

function missing(path: string): AppError {
  return new AppError('invalid_input', `${path}: this action needs it. Say it and call again.`, {
    fields: [{ path, problem: 'missing' }],
  });
}
