import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import type { Confirmable } from '../../plausible.ts';
import type { RateCheck } from './plausible-vat.ts';

/** What the rates of the organization’s own sales are judged by: where it is, and today, since what it sells is supplied about now. */
export async function rateCheck(
  ctx: RequestContext,
  tx: Tx,
  confirm: readonly Confirmable[] | undefined,
): Promise<RateCheck> {
  const { country } = await companyProfile(ctx, tx);
  return { country, day: await organizationToday(ctx, tx), confirm };
}
