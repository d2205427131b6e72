import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { formsOfReference } from './references-in.ts';

/**
 * The issued invoices that bear one of these payment references, held until the transaction ends, each once. Banks write references with spaces
 * and leading zeros, and a national one also as the end of an ISO 11649 one.
 */
export async function findByReferences(tx: Tx, references: readonly string[], teamId: string | null) {
  const forms = references.flatMap(formsOfReference);
  if (forms.length === 0) return [];
  let query = queries(tx)
    .selectFrom('invoice')
    .select([
      'id',
      'number',
      'currency',
      'totalMinor',
      'paidMinor',
      'creditedMinor',
      'refundableMinor',
      'refundedMinor',
      'issuedOn',
      'dueOn',
      'paymentReference',
    ])
    .where('paymentReference', '=', sql<string>`any(${forms})`)
    .where('number', 'is not', null);
  if (teamId !== null) query = query.where('teamId', '=', teamId);
  return query.orderBy('id').forUpdate().execute();
}
export type ReferencedInvoice = Awaited<ReturnType<typeof findByReferences>>[number];

/**
 * A payment that somebody recorded by hand for this invoice and no movement of a bank has met yet: of this amount, within so many days. The
 * nearest first.
 */
export async function findHandMadePayment(
  tx: Tx,
  invoiceId: string,
  money: { readonly amountMinor: number; readonly on: string; readonly days: number },
) {
  const { rows } = await sql<{ id: string; apart: number }>`
    select p.id, abs(p.paid_on - ${money.on}::date) as apart
    from payment p
    where p.invoice_id = ${invoiceId} and p.amount_minor = ${money.amountMinor} and p.method = 'bank_transfer'
      and abs(p.paid_on - ${money.on}::date) <= ${money.days}
      and not exists (select from statement_part s where s.organization_id = p.organization_id and s.payment_id = p.id and s.undone_at is null)
      and not exists (select from payment_reversal r where r.organization_id = p.organization_id and r.payment_id = p.id)
    order by apart, p.id limit 1`.execute(queries(tx));
  return rows[0];
}
