import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/**
 * The issued invoice with this payment reference, held until the transaction ends. Banks write references with spaces and leading zeros, and
 * a national one also as the end of an ISO 11649 one.
 */
export async function findByReference(tx: Tx, reference: string, teamId: string | null) {
  const plain = reference.replaceAll(/\s/g, '').toUpperCase().replace(/^0+/, '');
  const forms = [plain, plain.replace(/^RF\d\d0*/, '')];
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
    ])
    .where('paymentReference', '=', sql<string>`any(${forms})`)
    .where('number', 'is not', null);
  if (teamId !== null) query = query.where('teamId', '=', teamId);
  return query.forUpdate().executeTakeFirst();
}
