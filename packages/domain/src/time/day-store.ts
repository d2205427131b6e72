import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { type Confirmable, refuseUnlessConfirmed } from '../plausible.ts';

const DAY_MINUTES = 1440;

/**
 * Throws `invalid_input` when a member would have worked more hours on a day than it has, unless that is confirmed; `exceptId` is the entry being
 * changed. Counts what this transaction sees: hours for another team may be out of its sight.
 */
export async function refuseLongDay(
  tx: Tx,
  {
    memberId,
    workedOn,
    minutes,
  }: { readonly memberId: string | null; readonly workedOn: string; readonly minutes: number },
  confirm: readonly Confirmable[] | undefined,
  exceptId?: string,
): Promise<void> {
  if (memberId === null) return;
  let day = queries(tx)
    .selectFrom('timeEntry')
    .select(sql<number>`coalesce(sum(minutes), 0)::int`.as('minutes'))
    .where('memberId', '=', memberId)
    .where('workedOn', '=', workedOn)
    .where('voidedAt', 'is', null);
  if (exceptId !== undefined) day = day.where('id', '!=', exceptId);
  const { minutes: before } = await day.executeTakeFirstOrThrow();
  if (before + minutes <= DAY_MINUTES) return;
  const hours = (count: number) => `${Math.floor(count / 60)}:${String(count % 60).padStart(2, '0')} h`;
  const sentence = `${hours(before)} are logged for this member on ${workedOn} already; with ${hours(minutes)} more the day would have ${hours(before + minutes)}.`;
  refuseUnlessConfirmed('hours', confirm, 'minutes', sentence);
}
