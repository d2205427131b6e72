import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { clockAt } from './zone-clock.ts';

/** What day it is where the organization is, and by which clocks it goes; UTC until it has said. */
export async function organizationClock(ctx: Pick<RequestContext, 'now'>, tx: Tx) {
  const profile = await queries(tx).selectFrom('companyProfile').select('timeZone').executeTakeFirst();
  const timeZone = profile?.timeZone ?? 'UTC';
  return { timeZone, today: clockAt(ctx.now, timeZone).slice(0, 10) };
}
