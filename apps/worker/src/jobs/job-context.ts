import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';

/** What a job of this organization knows; undefined when the organization is gone. */
export async function contextOf(tx: Tx, organizationId: string, now: Date): Promise<JobContext | undefined> {
  const organization = await queries(tx)
    .selectFrom('organization')
    .select(['id', 'slug', 'name'])
    .where('id', '=', organizationId)
    .executeTakeFirst();
  return organization && Object.freeze({ now, organization });
}
