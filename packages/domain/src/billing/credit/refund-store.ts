import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import type { Payment } from '../schemas.ts';

/** What was given back of the credit notes of an invoice, in order. */
export function refundsOf(tx: Tx, invoiceId: string) {
  return queries(tx)
    .selectFrom('refund')
    .innerJoin('creditNote', (join) =>
      join
        .onRef('creditNote.organizationId', '=', 'refund.organizationId')
        .onRef('creditNote.id', '=', 'refund.creditNoteId'),
    )
    .select(['refund.id', 'creditNoteId', 'amountMinor', 'paidOn', 'method', 'note'])
    .where('creditNote.invoiceId', '=', invoiceId)
    .orderBy('createdAt')
    .orderBy('refund.id')
    .$narrowType<{ method: Payment['method'] }>()
    .execute();
}

/** Adds a refund; the database counts it. The invoice is locked. */
export async function insertRefund(
  ctx: RequestContext,
  tx: Tx,
  creditNoteId: string,
  refund: Omit<Payment, 'id'>,
): Promise<string> {
  const id = newId();
  await queries(tx)
    .insertInto('refund')
    .values({ ...refund, organizationId: ctx.organization.id, id, creditNoteId, createdAt: ctx.now.toISOString() })
    .execute();
  return id;
}
