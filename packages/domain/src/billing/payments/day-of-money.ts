import type { JobContext } from '@countersign/contracts/define-job';
import { AppError } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { organizationToday } from '../../directory/index.ts';

/**
 * The day money came or went, by default today where the organization is. Throws `invalid_input` for one to come, or before the document
 * it is of.
 */
export async function dayOfMoney(
  ctx: JobContext,
  tx: Tx,
  paidOn: string | undefined,
  document: { readonly name: 'invoice' | 'credit note'; readonly issuedOn: string },
): Promise<string> {
  const today = await organizationToday(ctx, tx);
  const { name, issuedOn } = document;
  const day = paidOn ?? today;
  if (day <= today && day >= issuedOn) return day;
  throw new AppError('invalid_input', `paidOn: it must be from the day the ${name} was issued to today.`, {
    fields: [{ path: 'paidOn', problem: day > today ? 'in the future' : `before the ${name}` }],
  });
}
