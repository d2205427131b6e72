import { randomBytes } from 'node:crypto';
import { hashPassword } from '@countersign/access/principals/password';
import { createPool, type Pool } from '@countersign/db/connections/pool';
import { OWNING_PATIENCE } from '@countersign/db/connections/session-rules';
import { transaction } from '@countersign/db/connections/transaction';
import { ensureServingRoles } from '@countersign/db/tenancy/serving-roles';
import { fixedId, newId } from '@countersign/runtime/ids';
import { DEMO_PASSWORD } from '@countersign/testing/person';
import { startTestCluster } from '@countersign/testing/test-cluster';

export const SECRET_KEY = randomBytes(32).toString('base64');

/** A database of one part's own, so that no part measures what another left behind. */
export interface BenchDatabase {
  readonly ownerUrl: string;
  readonly controlUrl: string;
  readonly toolsUrl: string;
  readonly jobsUrl: string;
  /** As its owner, for what a part prepares. */
  readonly owner: Pool;
  readonly close: () => Promise<void>;
}

export interface BenchCluster {
  readonly createDatabase: () => Promise<BenchDatabase>;
  readonly stop: () => Promise<void>;
}

/** A real PostgreSQL with one template: Ada owns Acme, which has twenty teams and lets connections write. */
export async function startBenchCluster(): Promise<BenchCluster> {
  const cluster = await startTestCluster(seed);
  const postgres = createPool(cluster.url, { applicationName: 'bench', patience: OWNING_PATIENCE, max: 1 });
  return {
    async createDatabase() {
      const name = `bench_${randomBytes(4).toString('hex')}`;
      await postgres.query(`create database ${name} template template_demo`);
      const ownerUrl = Object.assign(new URL(cluster.url), { pathname: `/${name}` }).href;
      const { control, tools, jobs } = await ensureServingRoles(ownerUrl, SECRET_KEY);
      const owner = createPool(ownerUrl, { applicationName: 'bench owner', patience: OWNING_PATIENCE, max: 4 });
      return {
        ownerUrl,
        controlUrl: control,
        toolsUrl: tools,
        jobsUrl: jobs,
        owner,
        close: async () => {
          await owner.end();
          await postgres.query(`drop database ${name} with (force)`);
        },
      };
    },
    stop: async () => {
      await postgres.end();
      await cluster.stop();
    },
  };
}

async function seed(pool: Pool): Promise<void> {
  const organizationId = fixedId('organization', 'acme');
  const userId = fixedId('user', 'ada');
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const teams = Array.from({ length: 20 }, (_, index) => ({ organizationId, id: newId(), name: `Team ${index}` }));
  await transaction(pool, async (db) => {
    await db.insertInto('user').values({ id: userId, email: 'ada@example.test', name: 'Ada', passwordHash }).execute();
    await db
      .insertInto('organization')
      .values({ id: organizationId, slug: 'acme', name: 'Acme', mcpWrite: true })
      .execute();
    await db.insertInto('membership').values({ organizationId, userId, role: 'owner' }).execute();
    await db.insertInto('team').values(teams).execute();
  });
}
