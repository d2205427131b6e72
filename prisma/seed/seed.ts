import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import { seedPeople } from './people.ts';

/** The seeding of one module's records in one organization, inside its tenant transaction. */

/** Fills an empty database with the demo data; leaves any other alone. Dates are relative to today, everything else is fixed. */
export async function seedIfEmpty(pool: Pool): Promise<boolean> {
  const [organization] = await withQueries(pool, (db) => db.selectFrom('organization').select('id').limit(1).execute());
  if (organization) return false;
  await seedPeople(pool);
  return true;
}
