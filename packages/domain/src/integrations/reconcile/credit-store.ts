import { notFound } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';

/** What of a customer's credit is left, in the currency of its movement: less what invoices were paid with and what was given back. */
export async function creditLeft(
  tx: Tx,
  partId: string,
): Promise<{ readonly leftMinor: number; readonly customerId: string | null }> {
  const db = queries(tx);
  const credit = await db
    .selectFrom('statementPart')
    .select(['amountMinor', 'customerId'])
    .where('id', '=', partId)
    .where('kind', '=', 'customer_credit')
    .where('undoneAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!credit) throw notFound('credit');
  const used = await db
    .selectFrom('payment')
    .leftJoin('paymentReversal', (join) =>
      join
        .onRef('paymentReversal.organizationId', '=', 'payment.organizationId')
        .onRef('paymentReversal.paymentId', '=', 'payment.id'),
    )
    .select('amountMinor')
    .where('creditPartId', '=', partId)
    .where('paymentReversal.id', 'is', null)
    .execute();
  const given = await db
    .selectFrom('statementPart')
    .select('amountMinor')
    .where('creditPartId', '=', partId)
    .where('undoneAt', 'is', null)
    .execute();
  const leftMinor = [...used.map((one) => -one.amountMinor), ...given.map((one) => one.amountMinor)].reduce(
    (sum, one) => sum + one,
    credit.amountMinor,
  );
  return { leftMinor, customerId: credit.customerId };
}
