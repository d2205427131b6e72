import type { Tx } from '@countersign/contracts/request-context';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { enterOrganization } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { seedBilling } from './billing.ts';
import { seedBooks } from './books.ts';
import { seedDirectory } from './directory.ts';
import { seedDocuments } from './documents.ts';
import { seedExpenses } from './expenses.ts';
import { seedIntegrations } from './integrations.ts';
import { seedMessaging } from './messaging.ts';
import { DEMO_ORGANIZATIONS, type DemoOrganization, seedInvitation, seedPeople } from './people.ts';
import { seedProjects } from './projects.ts';
import { seedRecurring } from './recurring.ts';
import { seedSchedule } from './schedule.ts';
import { seedSignals } from './signals.ts';
import { seedTasks } from './tasks.ts';
import { seedTime } from './time.ts';

/** Fills one module's records of one organization, inside its tenant transaction. `today` is `YYYY-MM-DD`. */
type SeedModule = (tx: Tx, organization: DemoOrganization, today: string) => Promise<void>;

/** In the order of what refers to what. */
const MODULES: readonly SeedModule[] = [
  seedInvitation,
  seedDirectory,
  seedProjects,
  seedTasks,
  seedSchedule,
  seedBilling,
  seedDocuments,
  seedExpenses,
  seedRecurring,
  seedTime,
  seedBooks,
  seedMessaging,
  seedIntegrations,
  seedSignals,
];

/**
 * Fills an empty database with the demo data, in one transaction, so an interrupted start leaves it empty; leaves any other alone.
 * Dates are relative to `today` (`YYYY-MM-DD`), everything else is fixed.
 */
export async function seedIfEmpty(pool: Pool, today: string = new Date().toISOString().slice(0, 10)): Promise<boolean> {
  return transaction(pool, async (db) => {
    const [organization] = await db.selectFrom('organization').select('id').limit(1).execute();
    if (organization) return false;
    await seedPeople(db);
    for (const demo of DEMO_ORGANIZATIONS) {
      const organizationId = fixedId('organization', demo.slug);
      const tx = await enterOrganization(db, { organizationId, teamId: null });
      for (const seedModule of MODULES) await seedModule(tx, demo, today);
      // What is looked at when the transaction ends is looked at here: there an owner whom row-level security binds sees the last organization only.
      await sql`set constraints all immediate`.execute(db);
      await sql`set constraints all deferred`.execute(db);
    }
    return true;
  });
}
