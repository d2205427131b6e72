import type { JobContext } from '@countersign/contracts/define-job';
import { AppError, notFound } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { refusedBy } from '../../violated-constraint.ts';

const REFUSALS = {
  payment_reversal_organization_id_payment_id_key: (cause: unknown) =>
    new AppError('conflict', 'This payment has been taken back already. get_invoice shows when.', { cause }),
  invoice_is_a_draft_or_issued: (cause: unknown) =>
    new AppError(
      'conflict',
      'A credit note took money of this payment back, which the customer is to get or got. So the payment stays: what was wrong is put right by another document.',
      { cause },
    ),
};

/** A payment of an invoice. Throws `not_found` for one this connection cannot see. */
export async function requirePayment(tx: Tx, id: string) {
  const payment = await queries(tx)
    .selectFrom('payment')
    .select(['id', 'invoiceId', 'amountMinor', 'paidOn', 'method'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!payment) throw notFound('payment');
  return payment;
}

/** Adds the reversal of a payment; the database counts it. */
export async function insertReversal(
  ctx: JobContext,
  tx: Tx,
  paymentId: string,
  reversal: { readonly reversedOn: string; readonly reason: string },
): Promise<string> {
  const id = newId();
  const row = { ...reversal, organizationId: ctx.organization.id, id, paymentId, createdAt: ctx.now.toISOString() };
  await refusedBy(queries(tx).insertInto('paymentReversal').values(row).execute(), REFUSALS);
  return id;
}

/** The movement of the bank that a payment was made or met by; undefined for one that somebody recorded and no bank told of. */
export async function movementOfPayment(tx: Tx, paymentId: string): Promise<string | undefined> {
  const tied = await queries(tx)
    .selectFrom('statementPart')
    .select('rowId')
    .where('paymentId', '=', paymentId)
    .where('kind', '=', 'invoice')
    .where('undoneAt', 'is', null)
    .executeTakeFirst();
  return tied?.rowId;
}
