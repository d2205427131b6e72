import { randomBytes } from 'node:crypto';
import { createPool, type Pool } from '@countersign/db/connections/pool';
import { OWNING_PATIENCE, WORKING_PATIENCE } from '@countersign/db/connections/session-rules';
import { ensureServingRoles, SERVING_ROLES, servingLogin } from '@countersign/db/tenancy/serving-roles';
import { Client } from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  /** What the global setup hands to test files. */
  interface ProvidedContext {
    /** The owner's address of the run's PostgreSQL, database `postgres`. */
    testClusterUrl: string;
  }
}

/** A secret no deployment uses; a new one for each process. */
export const TEST_SECRET_KEY = randomBytes(32).toString('base64');

export interface TestDatabase {
  /** As its owner; row-level security does not bind it (the embedded owner is a superuser). */
  readonly ownerUrl: string;
  /** As the apps connect. */
  readonly controlUrl: string;
  readonly toolsUrl: string;
  readonly jobsUrl: string;
  readonly owner: Pool;
  readonly control: Pool;
  readonly tools: Pool;
  readonly jobs: Pool;
  readonly drop: () => Promise<void>;
}

/** A database of its own for one test file, from the run's template: `empty` or with the `demo` data. */
export async function createTestDatabase(template: 'empty' | 'demo' = 'empty'): Promise<TestDatabase> {
  const clusterUrl = inject('testClusterUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copies the template's files instead of logging each of its pages, which takes about half as long.
  await asOwner(clusterUrl, `create database ${name} template template_${template} strategy file_copy`);
  const ownerUrl = new URL(clusterUrl);
  ownerUrl.pathname = `/${name}`;
  const addresses = await ensureServingRoles(ownerUrl.href, TEST_SECRET_KEY);
  const owner = createPool(ownerUrl.href, { applicationName: 'test owner', patience: OWNING_PATIENCE, max: 4 });
  const control = createPool(addresses.control, { applicationName: 'test control', max: 10 });
  const tools = createPool(addresses.tools, { applicationName: 'test tools', max: 10 });
  const jobs = createPool(addresses.jobs, { applicationName: 'test jobs', max: 10, patience: WORKING_PATIENCE });
  return {
    ownerUrl: ownerUrl.href,
    controlUrl: addresses.control,
    toolsUrl: addresses.tools,
    jobsUrl: addresses.jobs,
    owner,
    control,
    tools,
    jobs,
    drop: async () => {
      await Promise.all([owner.end(), control.end(), tools.end(), jobs.end()]);
      await asOwner(clusterUrl, `drop database ${name} with (force)`);
      for (const role of SERVING_ROLES) await asOwner(clusterUrl, `drop role if exists ${servingLogin(name, role)}`);
    },
  };
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
