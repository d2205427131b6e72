import type { Tx } from '@countersign/contracts/request-context';
import { inOrg } from '@countersign/db/in-org';
import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import { dayOf } from '@countersign/domain/day';
import { fixedId } from '@countersign/runtime/ids';
import { seedDirectory } from './directory.ts';
import { DEMO_ORGANIZATIONS, type DemoOrganization, seedPeople } from './people.ts';

/** The seeding of one module's records in one organization, inside its tenant transaction. `today` is `YYYY-MM-DD`. */
export type SeedModule = (tx: Tx, organization: DemoOrganization, today: string) => Promise<void>;

/** Each may rely on the records of those before it. */
const MODULES: readonly SeedModule[] = [seedDirectory];

/** Fills an empty database with the demo data; leaves any other alone. Dates are relative to today, everything else is fixed. */
export async function seedIfEmpty(pool: Pool): Promise<boolean> {
  const [organization] = await withQueries(pool, (db) => db.selectFrom('organization').select('id').limit(1).execute());
  if (organization) return false;
  await seedPeople(pool);
  const today = dayOf(new Date());
  for (const organization of DEMO_ORGANIZATIONS) {
    const scope = { organizationId: fixedId('organization', organization.slug), teamId: null };
    await inOrg(pool, scope, async (tx) => {
      for (const seed of MODULES) await seed(tx, organization, today);
    });
  }
  return true;
}
