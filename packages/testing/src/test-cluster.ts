import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, type Pool } from '@countersign/db/connections/pool';
import { OWNING_PATIENCE } from '@countersign/db/connections/session-rules';
import { startEmbeddedDatabase } from '@countersign/db/server/embedded';
import { migrate } from '@countersign/db/server/migrate';
import { Client } from 'pg';

export interface TestCluster {
  /** The owner's address of database `postgres`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * One real PostgreSQL for a whole test run, with two templates: `template_empty`, migrated, and `template_demo`, filled by
 * `seed`. Every test file copies a template, so files share nothing and need no order.
 */
export async function startTestCluster(seed: (pool: Pool) => Promise<unknown>): Promise<TestCluster> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  const cluster = await startEmbeddedDatabase({
    directory: join(home, 'postgres'),
    password: randomBytes(16).toString('hex'),
    throwAway: true,
  });
  const owner = new Client({ connectionString: cluster.url('postgres') });
  await owner.connect();
  await owner.query('create database template_empty');
  await migrate(cluster.url('template_empty'));
  await owner.query('create database template_demo template template_empty');
  await owner.end();
  const pool = createPool(cluster.url('template_demo'), { applicationName: 'seed', patience: OWNING_PATIENCE, max: 2 });
  await seed(pool);
  await pool.end();
  return {
    url: cluster.url('postgres'),
    stop: async () => {
      await cluster.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
